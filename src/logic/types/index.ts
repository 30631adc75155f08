export * from './memory';
export * from './death';
export type * from './deathDetails';
export type * from './basis';
export type * from './load';
export type * from './client';
export type * from './control';

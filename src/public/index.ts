export * from './deaths';
export * from './loads';
export * from './monitor';

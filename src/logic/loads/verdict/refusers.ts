import type { Refusal } from '../../types';

const REFUSERS: readonly Refusal['by'][] = ['address-space', 'data', 'overcommit'];

/** What the limits leave, by their names; those that are not known to us are passed over. */
export const refusalsOf = (left: Readonly<Partial<Record<string, number>>>): Refusal[] =>
  REFUSERS.flatMap((by): Refusal[] => {
    const leftBytes = left[by];
    return leftBytes === undefined ? [] : [{ by, leftBytes }];
  });

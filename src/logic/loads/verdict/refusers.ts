import type { Refusal } from '../../types';

const REFUSERS: readonly Refusal['by'][] = ['address-space', 'data', 'overcommit'];

/** Turns what each limit leaves, by name, into refusals; skips limits with an unknown name. */
export const refusalsOf = (left: Readonly<Partial<Record<string, number>>>): Refusal[] =>
  REFUSERS.flatMap((by): Refusal[] => {
    const leftBytes = left[by];
    return leftBytes === undefined ? [] : [{ by, leftBytes }];
  });

import type { LoadCall } from '../../types/load';
import type { Draft } from '../python/values';

/** Drafts as load calls; an open choice between ids gives one conditional call for each. */
export function finished(drafts: readonly Draft[]): LoadCall[] {
  return drafts.flatMap(({ options, trail: _, ...call }) =>
    options.length === 0
      ? [call]
      : options.map(value => ({
          ...call,
          model: { ...call.model, value },
          conditional: true
        }))
  );
}

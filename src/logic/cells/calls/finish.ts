import type { LoadCall } from '../../types/load';
import type { Draft } from '../python/values';

/**
 * Turns drafts into load calls. When the source does not decide between ids, each of them becomes a
 * conditional call.
 */
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

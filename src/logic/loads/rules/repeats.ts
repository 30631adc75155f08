/** Loops that keep what each iteration loads, so that earlier loads are still in memory. */
import type { Basis, Interval, LoadCall, Resident } from '../../types';
import { add, between, exactly, NOTHING, scale } from './interval';
import { type Need } from './need';

/** How many loads are already in memory when the last one starts. */
function loadedBefore({ repeats, times, conditional }: LoadCall): Interval {
  if (repeats !== 'kept' || conditional) {
    return NOTHING;
  }
  // A loop of unknown length is sure to run once, but hardly ever runs only once.
  return times === null ? between(0, 1, 1) : exactly((times ?? 1) - 1);
}

/** The need of the last iteration. Mapped files are the same in every iteration. */
export function repeated(need: Need, call: LoadCall): Need {
  const before = loadedBefore(call);
  if (before.high === 0) {
    return need;
  }
  const more = <T extends Pick<Resident, 'anonymous' | 'vram'>>(part: T): T => ({
    ...part,
    anonymous: add(part.anonymous, scale(need.resident.anonymous, before)),
    vram: Object.fromEntries(
      Object.entries(part.vram).map(([gpu, bytes]) => [
        gpu,
        add(bytes, scale(need.resident.vram[gpu] ?? NOTHING, before))
      ])
    )
  });
  const line: Basis =
    call.times === null ? { code: 'kept-in-loop' } : { code: 'kept-times', times: before.mid + 1 };
  return {
    ...need,
    phases: need.phases.map(more),
    resident: more(need.resident),
    basis: [...need.basis, line]
  };
}

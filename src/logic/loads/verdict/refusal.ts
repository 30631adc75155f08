/**
 * Limits that refuse allocations instead of killing: `ulimit -v`, `ulimit -d` and
 * `vm.overcommit_memory=2`.
 *
 * They count address space when it is requested, not pages when they are written to. A mapped file
 * therefore counts although it needs no memory (torch maps files private and writable). Measured
 * with torch 2.13: a process's data grew by the file, the tensors and another 0 to 67 MiB, or in
 * three of seven processes another 213 to 263 MiB (the same for each load of a process; the cause
 * is not known). Its address space grew by a further 64 to 412 MiB (stacks and heaps of threads),
 * and safetensors briefly maps each file a second time.
 */
import { add, between } from '../rules/interval';
import type {
  Capacity,
  Estimate,
  Interval,
  KernelEnvironment,
  Phase,
  Refusal,
  Resident,
  Verdict
} from '../../types';
import { MIB } from '../../words/units';

const DATA_OVERHEAD: Interval = between(0, 30 * MIB, 270 * MIB);
const ADDRESS_OVERHEAD: Interval = between(0, 250 * MIB, 450 * MIB);
/** These map files through torch. Others map them read-only, which does not count as data. */
const MAPPED_AS_DATA: ReadonlySet<string> = new Set([
  'diffusers',
  'peft',
  'safetensors',
  'sentence-transformers',
  'torch',
  'transformers'
]);

/** Adds the limits that the kernel reported, if it was asked. */
export function withRefusals(capacity: Capacity, environment: KernelEnvironment | null): Capacity {
  const refusals = environment?.refusals;
  return refusals === undefined ? capacity : { ...capacity, refusals };
}

/**
 * The verdict of a limit that refuses the phase, preferring one that certainly does to one that
 * may; `null` when none does.
 */
export function judgeRefusal(
  estimate: Estimate,
  capacity: Capacity,
  phase: Phase,
  resident: Resident | null
): Verdict | null {
  const judged = (capacity.refusals ?? []).flatMap(({ by, leftBytes }): Verdict[] => {
    const needBytes = addresses(by, estimate, phase, resident);
    const refused = needBytes.low > leftBytes;
    const isGuess = estimate.facts.source === 'name';
    return needBytes.high <= leftBytes
      ? []
      : [
          {
            kind: refused && !isGuess ? 'refused' : 'risky',
            plane: 'ram',
            phase: phase.name,
            needBytes,
            haveBytes: leftBytes,
            estimate,
            capacity,
            refusedBy: by
          }
        ];
  });
  return judged.find(({ kind }) => kind === 'refused') ?? judged[0] ?? null;
}

function addresses(
  by: Refusal['by'],
  { call }: Estimate,
  phase: Phase,
  resident: Resident | null
): Interval {
  // Shards may be mapped one at a time, but all of them may still be mapped in the end.
  const file = Math.max(phase.file.mid, resident?.file.mid ?? 0);
  if (by === 'address-space') {
    return add(phase.anonymous, between(file, file, 2 * file), ADDRESS_OVERHEAD);
  }
  const isData = MAPPED_AS_DATA.has(call.library);
  return add(phase.anonymous, between(isData ? file : 0, file, file), DATA_OVERHEAD);
}

/** What the limits leave after a load has returned. */
export const refusalsAfter = (
  refusals: readonly Refusal[],
  { anonymous, file }: Pick<Resident, 'anonymous' | 'file'>
): Refusal[] =>
  refusals.map(({ by, leftBytes }) => ({
    by,
    leftBytes: leftBytes - anonymous.mid - file.mid
  }));

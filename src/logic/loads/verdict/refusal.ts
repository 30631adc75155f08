/**
 * Limits that refuse memory instead of killing: `ulimit -v`, `ulimit -d` and `vm.overcommit_memory=2`.
 *
 * They count addresses when they are asked for, not pages when they are written: a mapped file counts
 * although it needs no memory (torch maps privately and writable). Measured with torch 2.13: the data of
 * a process grew by file and tensors and 0 to 67 MiB, in three of seven processes by 213 to 263 MiB
 * (the same in each load of the process; the cause is not known); its address space by 64 to 412 MiB
 * more (stacks and heaps of threads), and safetensors maps each file a second time for a moment.
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
/** Those that map files through torch; others map them read-only, which is no data. */
const MAPPED_AS_DATA: ReadonlySet<string> = new Set([
  'diffusers',
  'peft',
  'safetensors',
  'sentence-transformers',
  'torch',
  'transformers'
]);

/** With what the kernel told about its limits, if it was asked. */
export function withRefusals(capacity: Capacity, environment: KernelEnvironment | null): Capacity {
  const refusals = environment?.refusals;
  return refusals === undefined ? capacity : { ...capacity, refusals };
}

/** The limit that refuses the phase, for certain before perhaps; `null` when none does. */
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
  // Shards may be mapped one after another, and yet all stay.
  const file = Math.max(phase.file.mid, resident?.file.mid ?? 0);
  if (by === 'address-space') {
    return add(phase.anonymous, between(file, file, 2 * file), ADDRESS_OVERHEAD);
  }
  const isData = MAPPED_AS_DATA.has(call.library);
  return add(phase.anonymous, between(isData ? file : 0, file, file), DATA_OVERHEAD);
}

/** What is left of the limits when a load has returned. */
export const refusalsAfter = (
  refusals: readonly Refusal[],
  { anonymous, file }: Pick<Resident, 'anonymous' | 'file'>
): Refusal[] =>
  refusals.map(({ by, leftBytes }) => ({
    by,
    leftBytes: leftBytes - anonymous.mid - file.mid
  }));

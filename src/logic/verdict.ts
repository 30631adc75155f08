/** Whether a load fits into what is left. */
import { add, between, NOTHING } from './rules/interval';
import { MIB } from './units';
import type {
  Capacity,
  Estimate,
  Interval,
  Phase,
  Verdict,
  VerdictKind
} from './types';

/**
 * What a load takes beside its tensors (Python objects, allocator, page
 * tables): the limit under which 19 loads survived lay 2 to 47 MiB above their
 * peak of anonymous memory (found by bisection).
 */
export const MARGIN: Interval = between(0, 30 * MIB, 50 * MIB);

/** From harmless to worst; `unknown` says nothing. */
const SEVERITY: readonly VerdictKind[] = [
  'unknown',
  'fits',
  'slow',
  'risky',
  'will-not-start',
  'cuda-oom',
  'oom'
];

export const severity = (kind: VerdictKind): number => SEVERITY.indexOf(kind);

/** The worst verdict over all phases and both planes. */
export function judge(estimate: Estimate, capacity: Capacity): Verdict {
  const verdicts = estimate.phases.flatMap(phase => [
    judgeRam(estimate, capacity, phase),
    ...Object.keys(phase.vram).map(gpu =>
      judgeVram(estimate, capacity, phase, gpu)
    )
  ]);
  return worst(verdicts) ?? unknown(estimate, capacity);
}

/**
 * Several loads of one cell, in order. What a load keeps is still there when
 * the next one runs; of a loop that frees its models only the largest counts.
 * `null` without loads.
 */
export function judgeAll(
  estimates: readonly Estimate[],
  capacity: Capacity
): Verdict | null {
  let left = capacity;
  const verdicts: Verdict[] = [];
  for (const estimate of estimates) {
    verdicts.push(judge(estimate, left));
    left = after(estimate, left);
  }
  return worst(verdicts);
}

/** The worse of two verdicts; of equals the first. */
function worst(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce<Verdict | null>(
    (a, b) => (a !== null && severity(a.kind) >= severity(b.kind) ? a : b),
    null
  );
}

function judgeRam(
  estimate: Estimate,
  capacity: Capacity,
  phase: Phase
): Verdict {
  const need = add(phase.anonymous, MARGIN);
  const verdict: Verdict = {
    kind: 'unknown',
    plane: 'ram',
    phase: phase.name,
    needBytes: need,
    haveBytes: capacity.headroomBytes,
    estimate,
    capacity
  };
  const have = capacity.headroomBytes;
  return have === null
    ? verdict
    : {
        ...verdict,
        kind: soften(ramKind(estimate, capacity, need, have), estimate)
      };
}

function ramKind(
  { resident }: Estimate,
  { swapFreeBytes }: Capacity,
  need: Interval,
  have: number
): VerdictKind {
  if (need.high > have) {
    if (need.high <= have + (swapFreeBytes ?? 0)) {
      return 'slow';
    }
    return need.low > have + (swapFreeBytes ?? 0) ? 'oom' : 'risky';
  }
  const kept = resident ?? { anonymous: NOTHING, file: NOTHING };
  return kept.anonymous.mid + kept.file.mid > have ? 'slow' : 'fits';
}

function judgeVram(
  estimate: Estimate,
  capacity: Capacity,
  phase: Phase,
  gpu: string
): Verdict {
  const need = phase.vram[gpu] ?? NOTHING;
  const have = capacity.gpus[gpu]?.freeBytes ?? null;
  const kind: VerdictKind =
    have === null
      ? 'unknown'
      : need.low > have
        ? 'cuda-oom'
        : need.high > have
          ? 'risky'
          : 'fits';
  return {
    kind: soften(kind, estimate),
    plane: 'vram',
    phase: phase.name,
    needBytes: need,
    haveBytes: have,
    estimate,
    capacity
  };
}

/** A size guessed from a name is never more than a hint. */
function soften(kind: VerdictKind, { facts }: Estimate): VerdictKind {
  return facts.source === 'name' && (kind === 'oom' || kind === 'cuda-oom')
    ? 'risky'
    : kind;
}

/** What is left when the load has returned. */
function after(estimate: Estimate, capacity: Capacity): Capacity {
  const { resident, call } = estimate;
  if (!resident || call.repeats === 'freed-each-time') {
    return capacity;
  }
  return {
    ...capacity,
    headroomBytes: less(capacity.headroomBytes, resident.anonymous),
    gpus: Object.fromEntries(
      Object.entries(capacity.gpus).map(([gpu, room]) => [
        gpu,
        { ...room, freeBytes: less(room.freeBytes, resident.vram[gpu]) }
      ])
    )
  };
}

const less = (
  have: number | null,
  taken: Interval | undefined
): number | null => (have === null ? null : have - (taken?.mid ?? 0));

const unknown = (estimate: Estimate, capacity: Capacity): Verdict => ({
  kind: 'unknown',
  plane: 'ram',
  phase: null,
  needBytes: null,
  haveBytes: capacity.headroomBytes,
  estimate,
  capacity
});

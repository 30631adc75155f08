/** Whether a load fits into what is left. */
import { judgeEngine } from './engine';
import { placed, type Placed } from './placement';
import { judgeRefusal, refusalsAfter } from './refusal';
import { add, between, NOTHING } from '../rules/interval';
import { freeFor } from '../../memory/torchCache';
import { MIB } from '../../words/units';
import type { Capacity, Estimate, Interval, Phase, Verdict, VerdictKind } from '../../types';

/**
 * What a load needs in addition to its tensors (Python objects, allocator, page tables). The lowest
 * limit that each of 19 loads survived, found by bisection, was 2 to 47 MiB above its peak of
 * anonymous memory.
 */
const MARGIN: Interval = between(0, 30 * MIB, 50 * MIB);

/** From the most harmless to the worst; `unknown` comes first, as it says nothing. */
const SEVERITY: readonly VerdictKind[] = [
  'unknown',
  'fits',
  'slow',
  'risky',
  'will-not-start',
  'refused',
  'cuda-oom',
  'oom'
];

export const severity = (kind: VerdictKind): number => SEVERITY.indexOf(kind);

/** The worst verdict over all phases and both planes. */
export function judge(estimate: Estimate, capacity: Capacity): Verdict {
  const place = placed(estimate, capacity);
  const verdicts = place.phases.flatMap(phase => [
    // Memory that is refused is never used, so it cannot lead to a kill.
    refusalBeforeKill(
      judgeRefusal(estimate, capacity, phase, place.resident),
      judgeRam(estimate, capacity, phase, place)
    ),
    ...Object.keys(phase.vram).map(gpu => judgeVram(estimate, capacity, phase, gpu))
  ]);
  const engine = judgeEngine(estimate, capacity);
  return worst(engine === null ? verdicts : [...verdicts, engine]) ?? unknown(estimate, capacity);
}

/**
 * Judges the loads of one cell in order. Whatever a load keeps is still in memory when the next one
 * runs. In a loop that frees its models, only the largest load matters. `null` without loads.
 */
export function judgeAll(estimates: readonly Estimate[], capacity: Capacity): Verdict | null {
  let left = capacity;
  const verdicts: Verdict[] = [];
  for (const estimate of estimates) {
    verdicts.push(judge(estimate, left));
    left = capacityAfter(estimate, left);
  }
  return worst(verdicts);
}

/** The worst verdict; among equals, the first. `null` without verdicts. */
function worst(verdicts: readonly Verdict[]): Verdict | null {
  return verdicts.reduce<Verdict | null>(
    (a, b) => (a !== null && severity(a.kind) >= severity(b.kind) ? a : b),
    null
  );
}

/** A certain refusal prevents the kill; otherwise, the worse of the two verdicts. */
const refusalBeforeKill = (refusal: Verdict | null, kill: Verdict): Verdict =>
  refusal?.kind === 'refused'
    ? refusal
    : (worst(refusal === null ? [kill] : [kill, refusal]) ?? kill);

function judgeRam(estimate: Estimate, capacity: Capacity, phase: Phase, place: Placed): Verdict {
  const need = add(phase.anonymous, MARGIN);
  const have = capacity.headroomBytes;
  const kind = have === null ? 'unknown' : ramKind(place, capacity, need, have);
  return {
    kind: soften(kind, estimate),
    plane: 'ram',
    phase: phase.name,
    needBytes: need,
    haveBytes: have,
    estimate,
    capacity
  };
}

function ramKind(
  { resident, spills }: Placed,
  { swapFreeBytes }: Capacity,
  need: Interval,
  have: number
): VerdictKind {
  const withSwap = have + (swapFreeBytes ?? 0);
  if (need.high > withSwap) {
    return need.low > withSwap ? 'oom' : 'risky';
  }
  if (need.high > have || spills) {
    return 'slow';
  }
  const kept = resident ?? { anonymous: NOTHING, file: NOTHING };
  return kept.anonymous.mid + kept.file.mid > have ? 'slow' : 'fits';
}

function judgeVram(estimate: Estimate, capacity: Capacity, phase: Phase, gpu: string): Verdict {
  const need = phase.vram[gpu] ?? NOTHING;
  const have = freeFor(estimate, capacity, gpu);
  const kind = have === null ? 'unknown' : vramKind(need, have);
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

function vramKind(need: Interval, have: number): VerdictKind {
  if (need.low > have) {
    return 'cuda-oom';
  }
  return need.high > have ? 'risky' : 'fits';
}

/** A size guessed from a name is only a hint, so it must not lead to a certain verdict. */
function soften(kind: VerdictKind, { facts }: Estimate): VerdictKind {
  return facts.source === 'name' && (kind === 'oom' || kind === 'cuda-oom') ? 'risky' : kind;
}

/** What is left after the load has returned. */
function capacityAfter(estimate: Estimate, capacity: Capacity): Capacity {
  const { call } = estimate;
  const { resident } = placed(estimate, capacity);
  if (resident === null || call.repeats === 'freed-each-time') {
    return capacity;
  }
  return {
    ...capacity,
    headroomBytes: minus(capacity.headroomBytes, resident.anonymous),
    ...(capacity.refusals === undefined
      ? {}
      : { refusals: refusalsAfter(capacity.refusals, resident) }),
    gpus: Object.fromEntries(
      Object.entries(capacity.gpus).map(([gpu, room]) => [
        gpu,
        { ...room, freeBytes: minus(room.freeBytes, resident.vram[gpu]) }
      ])
    )
  };
}

const minus = (have: number | null, taken: Interval | undefined): number | null =>
  have === null ? null : have - (taken?.mid ?? 0);

const unknown = (estimate: Estimate, capacity: Capacity): Verdict => ({
  kind: 'unknown',
  plane: 'ram',
  phase: null,
  needBytes: null,
  haveBytes: capacity.headroomBytes,
  estimate,
  capacity
});

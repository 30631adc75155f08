/** The input and the result of a rule. */
import type {
  Basis,
  EngineShare,
  Interval,
  KernelEnvironment,
  LoadCall,
  ModelFacts,
  Phase,
  Resident
} from '../../types';
import type { Version, VersionRange } from './versions';
import { add, hull, largest, NOTHING } from './interval';

export interface Load {
  call: LoadCall;
  facts: ModelFacts;
  environment: KernelEnvironment | null;
  /** The library's version in the kernel's own environment; null: not known. */
  version: Version | null;
  versionText: string | null;
}

export interface Need {
  phases: readonly Phase[];
  /** What stays in memory after the call has returned. */
  resident: Resident;
  engine?: EngineShare;
  dtype: string | null;
  basis: readonly Basis[];
}

/** How a library behaves within a range of its versions. */
export interface Behaviour<T> extends VersionRange {
  behaviour: T;
}

/** `null`: this load is not understood, so nothing is said. */
export type Rule = (load: Load) => Need | null;

export interface RuleSet {
  /** The distribution to which the rules apply. */
  library: string;
  /** Matched against the callee's full path; absent: every call of the library. */
  callee?: RegExp;
  /** The first version against which the rules have not been checked. */
  verifiedBelow: string;
  rule: Rule;
}

export const phase = (name: Phase['name'], parts: Partial<Omit<Phase, 'name'>>): Phase => ({
  name,
  anonymous: NOTHING,
  file: NOTHING,
  vram: {},
  ...parts
});

/** A load without a GPU: takes `anonymous`, maps `file`, and keeps both unless `kept` is given. */
export function ramOnly(
  anonymous: Interval,
  file: Interval,
  rest: { dtype?: string | null; basis: readonly Basis[]; kept?: Resident }
): Need {
  return {
    phases: [phase('load', { anonymous, file })],
    resident: rest.kept ?? { anonymous, file, vram: {} },
    dtype: rest.dtype ?? null,
    basis: rest.basis
  };
}

/**
 * One need that covers several possibilities, such as those of an unknown version or dtype. The
 * first is the most likely one, so its reasons are used.
 */
export function covering(needs: readonly Need[]): Need | null {
  const [first, ...others] = needs;
  if (first === undefined) {
    return null;
  }
  const names = [...new Set(needs.flatMap(n => n.phases.map(p => p.name)))];
  return {
    ...first,
    phases: names.map(name => coverPhase(name, needs)),
    resident: coverResident(
      first.resident,
      others.map(o => o.resident)
    )
  };
}

function coverPhase(name: Phase['name'], needs: readonly Need[]): Phase {
  const [first, ...others] = needs.map(
    need => need.phases.find(p => p.name === name) ?? phase(name, {})
  );
  return first === undefined ? phase(name, {}) : { name, ...coverResident(first, others) };
}

function coverResident(first: Resident, others: readonly Resident[]): Resident {
  const devices = new Set([first, ...others].flatMap(h => Object.keys(h.vram)));
  return {
    anonymous: hull(first.anonymous, ...others.map(o => o.anonymous)),
    file: hull(first.file, ...others.map(o => o.file)),
    vram: Object.fromEntries(
      [...devices].map(gpu => [
        gpu,
        hull(first.vram[gpu] ?? NOTHING, ...others.map(o => o.vram[gpu] ?? NOTHING))
      ])
    )
  };
}

/** Adds RAM that is needed during the load and stays in use after it. */
export function withExtraRam(need: Need, cost: Interval): Need {
  const more = <T extends { anonymous: Interval }>(part: T): T => ({
    ...part,
    anonymous: add(part.anonymous, cost)
  });
  return { ...need, phases: need.phases.map(more), resident: more(need.resident) };
}

/** Adds the memory that importing the library takes. */
export function withImports(need: Need, cost: Interval): Need {
  const all = withExtraRam(need, cost);
  return cost.mid > 0
    ? { ...all, basis: [...all.basis, { code: 'imports', bytes: cost.mid }] }
    : all;
}

/** Loads that run one after another and all stay: each peak is on top of what is already kept. */
export function inSequence(needs: readonly Need[]): Need {
  const [first, ...others] = needs;
  if (first === undefined) {
    return ramOnly(NOTHING, NOTHING, { basis: [] });
  }
  return others.reduce((sum, need) => {
    const load = need.phases[0] ?? phase('load', {});
    const before = sum.phases[0] ?? phase('load', {});
    return {
      ...sum,
      phases: [
        phase('load', {
          anonymous: largest(before.anonymous, add(sum.resident.anonymous, load.anonymous)),
          file: add(sum.resident.file, load.file)
        })
      ],
      resident: {
        anonymous: add(sum.resident.anonymous, need.resident.anonymous),
        file: add(sum.resident.file, need.resident.file),
        vram: {}
      }
    };
  }, first);
}

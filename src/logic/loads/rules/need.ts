/** What a rule gets, and what it answers. */
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
  /** Of the library in the kernel's own environment; null: not known. */
  version: Version | null;
  versionText: string | null;
}

export interface Need {
  phases: readonly Phase[];
  /** What stays when the call has returned. */
  resident: Resident;
  engine?: EngineShare;
  dtype: string | null;
  basis: readonly Basis[];
}

/** A behaviour of a library within a range of its versions. */
export interface Behaviour<T> extends VersionRange {
  behaviour: T;
}

/** `null`: this load is not understood, so nothing is said. */
export type Rule = (load: Load) => Need | null;

export interface RuleSet {
  /** Distribution that the rules are about. */
  library: string;
  /** Callees in full; absent: every call of the library. */
  callee?: RegExp;
  /** First version that nobody has checked the rules against. */
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

/** A load without a GPU: it takes `anonymous` and maps `file`, and keeps both unless told otherwise. */
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
 * One need that covers several possibilities (an unknown version, an unknown
 * dtype). The first is the likely one: its reasons are given.
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

/** Adds RAM that is taken during the load and stays after it. */
export function withExtraRam(need: Need, cost: Interval): Need {
  const more = <T extends { anonymous: Interval }>(part: T): T => ({
    ...part,
    anonymous: add(part.anonymous, cost)
  });
  return { ...need, phases: need.phases.map(more), resident: more(need.resident) };
}

/** Adds what importing the library takes. */
export function withImports(need: Need, cost: Interval): Need {
  const all = withExtraRam(need, cost);
  return cost.mid > 0
    ? { ...all, basis: [...all.basis, { code: 'imports', bytes: cost.mid }] }
    : all;
}

/** Several needs one after another, all of which stay: what is kept adds up below each peak. */
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

/**
 * Anonymous memory that importing a library costs, once a process.
 *
 * Measured with torch 2.13 (CPU), transformers 4.57.6 and 5.23.0: the modules are
 * imported lazily, so most of the cost falls into the first load.
 */
import type { Interval } from '../types';
import { MIB } from '../units';
import { inRange, type VersionRange } from '../versions';
import { between, exactly, NOTHING } from './interval';
import type { Load } from './need';

interface ImportCost extends VersionRange {
  module: string;
  bytes: number;
  /** Only for this `model_type`. */
  architecture?: string;
}

const TORCH: ImportCost = { module: 'torch', bytes: 140 * MIB };

/** By distribution; a version that is not known costs as the first row of a module. */
const COSTS: Readonly<Record<string, readonly ImportCost[]>> = {
  torch: [TORCH],
  transformers: [
    TORCH,
    { module: 'transformers', bytes: 18 * MIB, since: '5.0' },
    { module: 'transformers', bytes: 56 * MIB, until: '5.0' },
    { module: 'transformers.modeling_utils', bytes: 114 * MIB, since: '5.0' },
    { module: 'transformers.modeling_utils', bytes: 43 * MIB, until: '5.0' },
    // Decorated with `torch.compile`, which brings its compiler.
    {
      module: 'transformers.models.modernbert.modeling_modernbert',
      architecture: 'modernbert',
      bytes: 42 * MIB,
      until: '5.0'
    }
  ],
  // diffusers 0.42 brings transformers 5 with it: 145 to 153 MiB together.
  diffusers: [
    TORCH,
    { module: 'transformers', bytes: 18 * MIB },
    { module: 'transformers.modeling_utils', bytes: 114 * MIB },
    { module: 'diffusers.models.modeling_utils', bytes: 36 * MIB }
  ],
  // sentence-transformers 6.2 with transformers 5: 156 MiB together.
  'sentence-transformers': [
    TORCH,
    { module: 'transformers', bytes: 18 * MIB },
    { module: 'transformers.modeling_utils', bytes: 114 * MIB },
    { module: 'sentence_transformers', bytes: 42 * MIB }
  ]
};

/** The modules whose import costs something: to be asked for in the kernel. */
export function costlyModules(): string[] {
  return [...new Set(Object.values(COSTS).flatMap(rows => rows.map(({ module }) => module)))];
}

/** What is still to be imported; up to everything when the kernel was not asked. */
export function importCost(load: Load, library: string): Interval {
  const rows = (COSTS[library] ?? []).filter(
    row => (load.version === null || inRange(load.version, row)) && concerns(row, load)
  );
  const imported = load.environment?.modules;
  const first = rows.filter((row, i) => rows.findIndex(r => r.module === row.module) === i);
  const sum = (costs: readonly ImportCost[]): number =>
    costs.reduce((total, { bytes }) => total + bytes, 0);
  if (first.length === 0) {
    return NOTHING;
  }
  const without = (known: readonly string[]): number =>
    sum(first.filter(({ module }) => !known.includes(module)));
  if (imported !== undefined) {
    return exactly(without(imported));
  }
  const likely = load.environment?.likelyModules;
  return between(0, likely === undefined ? 0 : without(likely), sum(first));
}

const concerns = ({ architecture }: ImportCost, { facts }: Load): boolean =>
  architecture === undefined || architecture === facts.config['model_type'];

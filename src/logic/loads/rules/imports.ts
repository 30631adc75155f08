/**
 * Anonymous memory that importing a library costs, once per process.
 *
 * Measured with torch 2.13 (CPU) and transformers 4.57.6, 5.23.0 and 5.24.0. Modules are imported
 * lazily, so most of the cost arises during the first load.
 */
import type { Interval } from '../../types';
import { MIB } from '../../words/units';
import { inRange, type VersionRange } from './versions';
import { between, exactly, NOTHING } from './interval';
import type { Load } from './need';

interface ImportCost extends VersionRange {
  module: string;
  bytes: number;
  /** Applies only to these values of `model_type`. */
  architectures?: readonly string[];
  /** Applies only to models that consist of parts, such as diffusers pipelines. */
  ofPipelines?: boolean;
}

const TORCH: ImportCost = { module: 'torch', bytes: 140 * MIB };

/**
 * The first architecture in a process imports what nearly all of them use (generation, masks,
 * caches, processors), and the loader its table of conversions; a second architecture adds 0 to
 * 2 MiB. Measured by importing each of them: with 5.24, 9.0 MiB (median of 536; nine out of ten
 * between 6.8 and 10.2) and 1.6 for the loader; with 4.57, 4.1 MiB (median of 366; 2.5 to 4.7). The
 * module given here is one that most architectures import, but that importing an Auto class does
 * not.
 */
const FIRST_ARCHITECTURE: readonly ImportCost[] = [
  { module: 'transformers.masking_utils', bytes: 10.6 * MIB, since: '5.0' },
  { module: 'transformers.modeling_outputs', bytes: 4.1 * MIB, until: '5.0' }
];
/** transformers as a dependency of other libraries, whose versions say nothing about its own. */
const OF_TRANSFORMERS_5: readonly ImportCost[] = [
  { module: 'transformers', bytes: 18 * MIB },
  { module: 'transformers.modeling_utils', bytes: 103 * MIB }
];

/** By distribution. If the version is not known, the first row of each module applies. */
const COSTS: Readonly<Record<string, readonly ImportCost[]>> = {
  torch: [TORCH],
  transformers: [
    TORCH,
    { module: 'transformers', bytes: 18 * MIB, since: '5.0' },
    { module: 'transformers', bytes: 56 * MIB, until: '5.0' },
    { module: 'transformers.modeling_utils', bytes: 103 * MIB, since: '5.0' },
    { module: 'transformers.modeling_utils', bytes: 38 * MIB, until: '5.0' },
    ...FIRST_ARCHITECTURE,
    // They use `torch.compile` as a decorator, which imports its compiler.
    {
      module: 'torch._dynamo',
      architectures: ['modernbert', 'modernbert-decoder'],
      bytes: 42 * MIB,
      until: '5.0'
    }
  ],
  // diffusers 0.42 with transformers 5: 36 MiB for a single model, 11 more for a pipeline.
  diffusers: [
    TORCH,
    ...OF_TRANSFORMERS_5,
    { module: 'diffusers.models.modeling_utils', bytes: 36 * MIB },
    { module: 'diffusers.pipelines.pipeline_utils', bytes: 11 * MIB, ofPipelines: true }
  ],
  // sentence-transformers 6.2 with transformers 5: 156 MiB in all.
  'sentence-transformers': [
    TORCH,
    ...OF_TRANSFORMERS_5,
    { module: 'transformers.masking_utils', bytes: 10.6 * MIB },
    { module: 'sentence_transformers', bytes: 42 * MIB }
  ]
};

/** The modules whose import costs memory; the kernel is asked which of them it has imported. */
export function costlyModules(): string[] {
  return [...new Set(Object.values(COSTS).flatMap(rows => rows.map(({ module }) => module)))];
}

/** The cost of modules not imported yet; up to the cost of all if the kernel was not asked. */
export function importCost(load: Load, library: string): Interval {
  const rows = (COSTS[library] ?? []).filter(
    row => (load.version === null || inRange(load.version, row)) && appliesTo(row, load)
  );
  const imported = load.environment?.modules;
  const perModule = rows.filter((row, i) => rows.findIndex(r => r.module === row.module) === i);
  const sum = (costs: readonly ImportCost[]): number =>
    costs.reduce((total, { bytes }) => total + bytes, 0);
  if (perModule.length === 0) {
    return NOTHING;
  }
  const without = (known: readonly string[]): number =>
    sum(perModule.filter(({ module }) => !known.includes(module)));
  if (imported !== undefined) {
    return exactly(without(imported));
  }
  const likely = load.environment?.likelyModules;
  return between(0, likely === undefined ? 0 : without(likely), sum(perModule));
}

const appliesTo = ({ architectures, ofPipelines }: ImportCost, { facts }: Load): boolean =>
  (architectures?.includes(String(facts.config['model_type'])) ?? true) &&
  (ofPipelines !== true || Object.keys(facts.components).length > 0);

/** Matches loads. The first one imports the rest, as the libraries import their parts lazily. */
const LOADS = /\bfrom_pretrained\(|\bpipeline\(|\bSentenceTransformer\(/;

/** For a kernel that was not asked: the modules that the cells it ran have probably imported. */
export function likelyImports(executed: readonly string[]): string[] {
  const text = executed.join('\n');
  return LOADS.test(text)
    ? costlyModules()
    : costlyModules().filter(module => !module.includes('.') && mentions(text, module));
}

const mentions = (text: string, module: string): boolean =>
  new RegExp(`^\\s*(?:from|import)\\b.*\\b${module}\\b`, 'm').test(text);

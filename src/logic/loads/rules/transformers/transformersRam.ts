/**
 * A transformers load in RAM: which bytes become anonymous memory.
 *
 * A tensor whose dtype does not change stays a view of the mapped file. One whose dtype changes
 * becomes a new tensor in anonymous memory, in the target's size.
 */
import type { Basis, Interval } from '../../../types';
import { flag } from '../arguments';
import { elementBytes } from '../weights/dtype';
import { mergeOverhead } from './experts';
import { add, between, exactly, NOTHING } from '../interval';
import type { Load } from '../need';
import { computedTables } from './tables';
import type { TransformersBehaviour } from './transformersVersions';
import type { Weights } from '../weights/weights';
import { fileBytes } from '../weights/weights';

export { mergeShareOnDevice } from './experts';

export interface Ram {
  peak: Interval;
  /** What stays after the load. */
  kept: Interval;
  /** Whether the files are mapped rather than read. */
  mapped: boolean;
  why: readonly Basis[];
}

export function ramOf(
  load: Load,
  behaviour: TransformersBehaviour,
  weights: Weights,
  target: string
): Ram {
  const { call, facts } = load;
  if (facts.format === 'gguf') {
    return unpacked(load);
  }
  if (facts.format === 'torch-legacy') {
    return fromPickle(load, behaviour, weights);
  }
  if (behaviour.hasDisableMmap && flag(call, 'disable_mmap', false) === true) {
    return withoutMapping(load, weights);
  }
  const ram = withTables(
    converted(load, behaviour, weights),
    computedTables(load, behaviour, target)
  );
  return buildsFirst(load, behaviour) ? afterBuilding(ram, weights) : ram;
}

/** The tables are freed in the end, but the heap may stay as large as it was. */
const withTables = (ram: Ram, tables: Interval): Ram => ({
  ...ram,
  peak: add(ram.peak, tables),
  kept: add(ram.kept, { ...NOTHING, high: tables.high })
});

function converted(load: Load, behaviour: TransformersBehaviour, weights: Weights): Ram {
  const fused = behaviour.fusesExperts ? weights.experts : 0;
  const apart = fused === 0 && weights.expertsConverted ? weights.experts : 0;
  const plain = weights.converted + apart;
  const kept = add(exactly(plain + fused), tiedDuplicates(load, weights));
  const extra = fused > 0 ? mergeOverhead(load, weights) : NOTHING;
  const why: Basis[] = plain > 0 ? [{ code: 'converted', bytes: plain }] : [];
  if (fused > 0) {
    why.push({ code: 'experts-fused', bytes: fused });
  }
  return {
    peak: add(kept, extra),
    kept: add(kept, { ...NOTHING, high: extra.high }),
    mapped: true,
    why: why.length > 0 ? why : [{ code: 'mapped', bytes: weights.all }]
  };
}

/**
 * Tied weights that a pickle contains under two names are converted twice (51865 x 1024 of a speech
 * model: 204 MiB more in float32). The server counts such weights. Without its count, any model
 * with a tied head may have them.
 */
function tiedDuplicates({ facts }: Load, weights: Weights): Interval {
  const { layout, config, format } = facts;
  if ((format !== 'torch-zip' && format !== 'torch-legacy') || weights.converted === 0 || !layout) {
    return NOTHING;
  }
  const parameters = facts.tensors.reduce((sum, group) => sum + group.parameters, 0);
  const bytesOf = (count: number): number => (count * weights.all) / parameters;
  if (layout.tiedParameters !== undefined) {
    return exactly(bytesOf(layout.tiedParameters));
  }
  const isTied = config['tie_word_embeddings'] !== false && layout.headParameters === 0;
  const bytes = isTied ? bytesOf(layout.embeddingParameters) : 0;
  return between(0, bytes, bytes);
}

/**
 * A legacy pickle is read completely. Newer versions keep it until the end. Older ones free it
 * tensor by tensor, but a tied table only after its second name, and the allocator retains part of
 * what was freed.
 *
 * Measured in addition to the larger of file and result, as shares of the smaller. In eight loads
 * with tied tables: the table, plus -0.03 to 0.01 where tensors shrink and 0.12 to 0.25 where they
 * grow. In the other loads: 0.11 and 0.29 where they shrink, 0.19 and 0.36 where they grow. In
 * separate processes up to half was retained (1088 MiB for 437 that become 874), and once a whole
 * embedding table more.
 */
const RETAINED = { growing: 0.2, shrinking: 0.12 };

function fromPickle(load: Load, behaviour: TransformersBehaviour, weights: Weights): Ram {
  const file = fileBytes(load.facts);
  const once = weights.converted + (weights.expertsConverted ? weights.experts : 0);
  const twice = tiedDuplicates(load, weights);
  const made = add(exactly(once), twice);
  const most = Math.max(file, made.high);
  const least = Math.min(file, made.high);
  const table = load.facts.largestTensorBytes ?? 0;
  const tied = weights.all > 0 ? (twice.mid * file) / weights.all : 0;
  const shrinking = tied > 0 ? 0 : RETAINED.shrinking;
  const retained = made.mid > file ? RETAINED.growing : shrinking;
  const likely = Math.max(file, made.mid) + tied + retained * Math.min(file, made.mid);
  return {
    peak: behaviour.keepsPickle
      ? add(exactly(file), made)
      : between(Math.max(file, made.low), likely, Math.max(likely, most + Math.max(least, table))),
    kept: between(weights.all, weights.all, Math.max(weights.all, most + least)),
    mapped: false,
    why: [{ code: 'legacy-pickle', bytes: file }]
  };
}

/** `disable_mmap=True`: each file is read and then copied, on top of the copies made before. */
function withoutMapping({ facts }: Load, weights: Weights): Ram {
  const file = fileBytes(facts);
  let before = 0;
  const read = facts.files.map(({ bytes }) => (before += bytes) + bytes);
  return {
    peak: exactly(Math.max(...read, file + weights.converted)),
    kept: exactly(weights.all),
    mapped: false,
    why: [{ code: 'not-mapped', bytes: file }]
  };
}

/** A GGUF file is unpacked to 16 or 32 bits, unless its blocks can be used as they are. */
function unpacked({ facts }: Load): Ram {
  const parameters = facts.tensors.reduce((sum, group) => sum + group.parameters, 0);
  const need = between(0, parameters * (elementBytes('F32') ?? 4), parameters * 4);
  return { peak: need, kept: need, mapped: true, why: [{ code: 'unpacked', bytes: need.mid }] };
}

function buildsFirst({ call }: Load, behaviour: TransformersBehaviour): boolean {
  return (
    behaviour.buildsFirst &&
    flag(call, 'low_cpu_mem_usage', false) !== true &&
    call.keywords['device_map'] === undefined &&
    call.keywords['quantization_config'] === undefined
  );
}

/** The model is built with random weights before the file is read. */
function afterBuilding(ram: Ram, weights: Weights): Ram {
  return {
    peak: between(weights.all, weights.all, weights.all + ram.peak.high),
    kept: exactly(weights.all),
    mapped: true,
    why: [{ code: 'built-first', bytes: weights.all }]
  };
}

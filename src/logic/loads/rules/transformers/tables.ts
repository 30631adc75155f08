/**
 * What transformers computes during a load in addition to what the file contains: positions as
 * sines and cosines (`modeling_marian.py` and similar, which first make a list of numpy numbers),
 * in version 4 the causal mask of every layer (`modeling_gpt2.py` and similar), and in version 5
 * normalised weights.
 */
import type { Interval } from '../../../types';
import { elementBytes } from '../weights/dtype';
import { add, between, exactly, NOTHING } from '../interval';
import type { Load } from '../need';
import type { TransformersBehaviour } from './transformersVersions';

/** Models whose files never contain the sines (`_keys_to_ignore_on_save`). */
const WITH_SINES: ReadonlySet<string> = new Set(['marian']);
/** Models whose files contain them: version 5 still calls `create_weight()` before it looks. */
const WITH_STORED_SINES: ReadonlySet<string> = new Set(['pegasus']);
/** The same, but computed with torch in float32 (`sinusoids` in `modeling_whisper.py`). */
const WITH_TENSOR_SINES: ReadonlySet<string> = new Set(['whisper']);
/**
 * Multiples of the finished table: the angles, their sines and cosines, and both combined.
 * Measured: 2.7 with 1500 x 1024.
 */
const TENSOR_SINES = 2.5;
/** The default in WhisperConfig. */
const SOURCE_POSITIONS = 1500;
const WITH_MASKS: ReadonlySet<string> = new Set(['gpt2', 'imagegpt', 'decision_transformer']);
/** Their `_init_weights` reads `conv.weight`, which `weight_norm` computes from its two parts. */
const WITH_NORMALISED_POSITIONS: ReadonlySet<string> = new Set([
  'hubert',
  'sew',
  'unispeech',
  'unispeech-sat',
  'wav2vec2',
  'wavlm'
]);
/** The defaults in the configurations of these models (Wav2Vec2Config and similar). */
const POSITIONS = { kernel: 128, groups: 16 };
/**
 * Each number takes 32 bytes as an object, 9 as a pointer in a list (8, and 1 because lists grow by
 * an eighth), then 8 in an array and another 8 while it is copied into the tensor. Measured: 29 MiB
 * for 1024 x 512.
 */
const BYTES_PER_NUMBER = 57;

/** The most that exists at any one time; each table reuses the memory of the one before. */
export function computedTables(
  load: Load,
  behaviour: TransformersBehaviour,
  target: string
): Interval {
  return add(
    sines(load, behaviour),
    behaviour.buildsMasks ? masks(load) : NOTHING,
    behaviour.recomputesStored ? add(normalised(load, target), tensorSines(load)) : NOTHING
  );
}

/**
 * For each tensor: a module, a parameter and the loader's bookkeeping. Measured: 9 to 11 KiB in
 * version 5, 5 to 7 in version 4.
 */
export const pythonObjects = (
  { facts }: Load,
  { bytesPerTensor }: TransformersBehaviour
): Interval => exactly((facts.layout?.tensors ?? 0) * bytesPerTensor);

function sines({ facts: { config } }: Load, behaviour: TransformersBehaviour): Interval {
  const type = String(config['model_type']);
  if (!WITH_SINES.has(type) && !(behaviour.recomputesStored && WITH_STORED_SINES.has(type))) {
    return NOTHING;
  }
  const bytes =
    positive(config['max_position_embeddings']) * positive(config['d_model']) * BYTES_PER_NUMBER;
  return between(0, bytes, bytes);
}

function tensorSines({ facts: { config } }: Load): Interval {
  if (!WITH_TENSOR_SINES.has(String(config['model_type']))) {
    return NOTHING;
  }
  const positions = positive(config['max_source_positions']) || SOURCE_POSITIONS;
  return exactly(positions * positive(config['d_model']) * 4 * TENSOR_SINES);
}

/**
 * One byte for each pair of positions, and as much again that creating them leaves in the heap:
 * 28 MiB for 14 x 1024.
 */
function masks({ facts: { config } }: Load): Interval {
  if (!WITH_MASKS.has(String(config['model_type']))) {
    return NOTHING;
  }
  const side = positive(config['n_positions']);
  const bytes = positive(config['n_layer']) * side * side;
  return between(bytes, 2 * bytes, 2 * bytes);
}

/**
 * Counted once, or twice if the heap has no hole for the second copy. Measured with six
 * architectures, 8 to 32 MiB each.
 */
function normalised({ facts: { config } }: Load, target: string): Interval {
  if (!WITH_NORMALISED_POSITIONS.has(String(config['model_type']))) {
    return NOTHING;
  }
  const side = positive(config['hidden_size']);
  const kernel = positive(config['num_conv_pos_embeddings']) || POSITIONS.kernel;
  const groups = positive(config['num_conv_pos_embedding_groups']) || POSITIONS.groups;
  const bytes = ((side * side) / groups) * kernel * (elementBytes(target) ?? 4);
  return between(bytes, 1.5 * bytes, 2 * bytes);
}

function positive(value: unknown): number {
  const number = Number(value);
  return number > 0 ? number : 0;
}

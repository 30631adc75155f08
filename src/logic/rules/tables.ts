/**
 * Tables that transformers computes while it loads, because no file holds them: positions as sines
 * and cosines (`modeling_marian.py` and its likes: a list of numpy numbers first), and in version 4
 * the causal mask of every layer (`modeling_gpt2.py` and its likes).
 */
import type { Interval } from '../types';
import { add, between, NOTHING } from './interval';
import type { Load } from './need';
import type { TransformersBehaviour } from './transformersVersions';

const WITH_SINES: ReadonlySet<string> = new Set(['marian', 'pegasus']);
const WITH_MASKS: ReadonlySet<string> = new Set(['gpt2', 'imagegpt', 'decision_transformer']);
/**
 * A number is an object of 32 bytes and a pointer in a list that grew by eighths (9), then 8 in an
 * array, and 8 on its way into the tensor. Measured: 29 MiB for 1024 x 512.
 */
const BYTES_A_NUMBER = 57;

/** What is there at most; the next table takes the memory of the one before. */
export function computedTables(load: Load, behaviour: TransformersBehaviour): Interval {
  return add(sines(load), behaviour.buildsMasks ? masks(load) : NOTHING);
}

function sines({ facts: { config } }: Load): Interval {
  if (!WITH_SINES.has(String(config['model_type']))) {
    return NOTHING;
  }
  const bytes =
    positive(config['max_position_embeddings']) * positive(config['d_model']) * BYTES_A_NUMBER;
  return between(0, bytes, bytes);
}

/** A byte for each pair of positions, and as much that the making leaves in the heap: 28 MiB for 14 x 1024. */
function masks({ facts: { config } }: Load): Interval {
  if (!WITH_MASKS.has(String(config['model_type']))) {
    return NOTHING;
  }
  const side = positive(config['n_positions']);
  const bytes = positive(config['n_layer']) * side * side;
  return between(bytes, 2 * bytes, 2 * bytes);
}

function positive(value: unknown): number {
  const number = Number(value);
  return number > 0 ? number : 0;
}

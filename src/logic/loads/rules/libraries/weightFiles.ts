/**
 * Libraries for which only the file size is used. The intervals are wide: they come from reading
 * the libraries' sources, and were not measured with any of them.
 */
import type { Basis, Interval } from '../../../types';
import { keyword } from '../arguments';
import { between, exactly, NOTHING, scale } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { ramOnly } from '../need';
import { fileBytes, hasWeights, tensorBytes, weightsAs } from '../weights/weights';

interface Behaviour {
  callee?: RegExp;
  /** Multiples of the file size: the most at any one time, and what stays afterwards. */
  peak: Interval;
  kept: Interval;
}

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  // Variables are created first and then filled; the file may contain the optimizer's state.
  keras: {
    callee: /load_model$|load_weights$/,
    peak: between(0.3, 1.2, 3),
    kept: between(0.3, 1, 2)
  },
  'keras-hub': { peak: between(0.3, 1.2, 3), kept: between(0.3, 1, 2) },
  // Files in float16 are read completely while a model in float32 already exists.
  'openai-whisper': { peak: between(1.9, 3, 3.2), kept: between(0.9, 2, 2.1) },
  // CTranslate2 keeps weights as stored, or converts them to a type with which the CPU can compute.
  'faster-whisper': { peak: between(0.4, 1, 3), kept: between(0.4, 1, 2.2) },
  whisperx: { peak: between(0.4, 1.2, 3.5), kept: between(0.4, 1.1, 2.5) },
  // Uncompressed pickles of arrays are as large as the arrays; compressed ones are not.
  joblib: { peak: between(0.5, 1.1, 8), kept: between(0.5, 1, 8) }
};

function rule(load: Load): Need | null {
  const { call, facts } = load;
  const behaviour = BEHAVIOURS[call.library];
  const bytes = fileBytes(facts) || tensorBytes(facts);
  if (behaviour === undefined || !hasWeights(facts) || bytes === 0) {
    return null;
  }
  const why: Basis[] = [{ code: 'file-size-only', bytes }];
  if (call.library === 'joblib' && keyword(call, 'mmap_mode')?.kind === 'string') {
    return ramOnly(between(0, 0, bytes), exactly(bytes), { basis: why });
  }
  const kept = { anonymous: scale(exactly(bytes), behaviour.kept), file: NOTHING, vram: {} };
  return ramOnly(scale(exactly(bytes), behaviour.peak), exactly(bytes), { basis: why, kept });
}

/** timm and open_clip build a float32 model with random weights, then read the file as well. */
function builtFirst({ facts }: Load): Need | null {
  const { all } = weightsAs(facts, 'F32');
  if (!hasWeights(facts) || all === 0) {
    return null;
  }
  const isMapped = facts.format === 'safetensors';
  const file = fileBytes(facts);
  const peak = between(all, all + (isMapped ? 0 : file), all + file);
  return ramOnly(peak, exactly(isMapped ? file : 0), {
    dtype: 'F32',
    basis: [{ code: 'built-first', bytes: all }],
    kept: { anonymous: exactly(all), file: NOTHING, vram: {} }
  });
}

export const weightFiles: readonly RuleSet[] = [
  ...Object.entries(BEHAVIOURS).map(([library, { callee }]): RuleSet => ({
    library,
    ...(callee === undefined ? {} : { callee }),
    verifiedBelow: '0',
    rule
  })),
  { library: 'timm', verifiedBelow: '0', rule: builtFirst },
  { library: 'open_clip_torch', verifiedBelow: '0', rule: builtFirst }
];

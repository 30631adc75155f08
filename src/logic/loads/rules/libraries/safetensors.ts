/**
 * safetensors' own loaders.
 *
 * Anonymous memory above the baseline, measured with safetensors 0.8 and a 200 MiB file:
 *
 * - `safetensors.torch.load_file`: 0 MiB (the tensors are views of the mapped file).
 * - `safetensors.numpy.load_file` and `safe_open(..., "np")`: 200 MiB (every tensor is copied; the
 *   mapping ends when the call returns).
 * - `load(open().read())`: 200 MiB for the bytes, which are kept.
 */
import { keyword, textOf } from '../arguments';
import { storedDtype, tensorBytes, fileBytes } from '../weights/weights';
import { exactly, between, NOTHING } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { ramOnly } from '../need';

/** Formats for which numpy has no type. */
const NOT_IN_NUMPY = /^(BF16|F8_|F6_|F4)/;

/** The weights become views of the mapped file. */
function mapped({ call, facts }: Load): Need {
  const bytes = fileBytes(facts) || tensorBytes(facts);
  const reads = textOf(keyword(call, 'backend')) === 'pread' ? bytes : NOTHING.mid;
  return ramOnly(exactly(reads), exactly(reads === 0 ? bytes : 0), {
    dtype: storedDtype(facts),
    basis: [{ code: reads === 0 ? 'mapped' : 'file-read', bytes }]
  });
}

/** numpy's arrays are copies of the tensors. */
function copied({ facts, environment }: Load): Need {
  const bytes = tensorBytes(facts) || fileBytes(facts);
  const file = exactly(bytes);
  const dtype = storedDtype(facts);
  const unsupported = facts.tensors.find(group => NOT_IN_NUMPY.test(group.dtype));
  if (unsupported === undefined) {
    return ramOnly(exactly(bytes), file, {
      dtype,
      basis: [{ code: 'copied-by-numpy', bytes }],
      kept: { anonymous: exactly(bytes), file: NOTHING, vram: {} }
    });
  }
  // numpy raises a TypeError at the first such tensor, unless ml_dtypes has registered the format.
  const mlDtypes = environment?.versions['ml_dtypes'] ?? null;
  const most = environment !== null && mlDtypes === null ? 0 : bytes;
  return ramOnly(between(0, most, most), file, {
    dtype,
    basis: [{ code: 'numpy-lacks-dtype', dtype: unsupported.dtype }],
    kept: { anonymous: between(0, most, most), file: NOTHING, vram: {} }
  });
}

function openFile(load: Load): Need {
  const framework = textOf(load.call.args[1] ?? keyword(load.call, 'framework'));
  return framework === 'np' || framework === 'numpy' ? copied(load) : mapped(load);
}

export const safetensors: readonly RuleSet[] = [
  {
    library: 'safetensors',
    callee: /^safetensors\.numpy\.(load_file|load)$/,
    verifiedBelow: '0.9',
    rule: copied
  },
  {
    library: 'safetensors',
    callee: /(^|\.)safe_open$/,
    verifiedBelow: '0.9',
    rule: openFile
  },
  { library: 'safetensors', verifiedBelow: '0.9', rule: mapped }
];

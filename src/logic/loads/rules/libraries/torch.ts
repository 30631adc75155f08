/**
 * `torch.load` and similar functions.
 *
 * Measured with torch 2.13: a zip file is read completely unless `mmap=True`; a legacy pickle is
 * always read completely. The dtype stays that of the file.
 */
import { flag, keyword } from '../arguments';
import { withChain, CUDA_CONTEXT } from '../weights/chain';
import { deviceOf } from '../weights/device';
import { add, between, exactly, NOTHING } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { phase, ramOnly } from '../need';
import {
  fileBytes,
  hasWeights,
  storedDtype,
  tensorBytes,
  largestTensorAs,
  weightSizes
} from '../weights/weights';

function rule(load: Load): Need | null {
  const { call, facts } = load;
  if (!hasWeights(facts)) {
    return null;
  }
  const bytes = fileBytes(facts) || tensorBytes(facts);
  const place = deviceOf(keyword(call, 'map_location') ?? call.args[1]);
  if (place?.kind === 'meta') {
    return ramOnly(NOTHING, NOTHING, { basis: [{ code: 'meta' }] });
  }
  if (place?.kind === 'gpu') {
    return toGpu(load, bytes, place.index);
  }
  const need =
    facts.format !== 'torch-legacy' && flag(call, 'mmap', false) === true
      ? mapped(load, bytes)
      : read(load, bytes);
  return withChain(transientUnlessBound(load, need), call.chain, weightSizes(facts, bytes));
}

const mapped = ({ facts }: Load, bytes: number): Need =>
  ramOnly(NOTHING, exactly(bytes), {
    dtype: storedDtype(facts),
    basis: [{ code: 'mapped', bytes }]
  });

/** A file in an unknown format may contain anything; its size serves as an upper estimate. */
function read({ facts }: Load, bytes: number): Need {
  const known = facts.format === 'torch-zip' || facts.format === 'torch-legacy';
  return ramOnly(known ? exactly(bytes) : between(0, bytes, bytes), NOTHING, {
    dtype: storedDtype(facts),
    basis: [{ code: facts.format === 'torch-legacy' ? 'legacy-pickle' : 'file-read', bytes }]
  });
}

/** Storages pass through RAM one at a time. */
function toGpu({ facts }: Load, bytes: number, gpu: string): Need {
  const dtype = storedDtype(facts);
  const vram = { [gpu]: add(exactly(bytes), CUDA_CONTEXT) };
  const passing =
    facts.format === 'torch-legacy' ? bytes : dtype === null ? 0 : largestTensorAs(facts, dtype);
  return {
    phases: [phase('load', { anonymous: exactly(passing), vram })],
    resident: { anonymous: NOTHING, file: NOTHING, vram },
    dtype,
    basis: [{ code: 'gpu', bytes }]
  };
}

/** `model.load_state_dict(torch.load(path))`: the result is freed when the statement ends. */
function transientUnlessBound({ call }: Load, need: Need): Need {
  return call.target === null && call.chain.length === 0
    ? { ...need, resident: { anonymous: NOTHING, file: NOTHING, vram: {} } }
    : need;
}

export const torch: readonly RuleSet[] = [
  { library: 'torch', callee: /\.load$/, verifiedBelow: '2.14', rule }
];

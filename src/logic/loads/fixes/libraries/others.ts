/** Edits for diffusers, sentence-transformers and numpy. */
import { storedDtype } from '../../rules/weights/weights';
import { readableDtype } from '../../rules/weights/dtype';
import { str, withKeyword } from '../changes';
import { insertBefore, setKeyword } from '../edits';
import type { Candidate, Proposer, Situation } from '../types';

/** Sets `torch_dtype=torch.float16`: diffusers expects the dtype object, not its name. */
export const diffusersFixes: Proposer = situation => {
  const stored = storedDtype(situation.facts);
  const dtypes = stored === 'BF16' ? ['BF16'] : ['F16'];
  return dtypes.map(dtype => torchDtype(situation, dtype, stored));
};

/** Sets the dtype to the torch object, and imports torch if the cell does not yet. */
export function torchDtype(
  { source, call }: Situation,
  dtype: string,
  stored: string | null
): Candidate {
  const path = `torch.${readableDtype(dtype)}`;
  const keyword = call.keywords['dtype'] === undefined ? 'torch_dtype' : 'dtype';
  const value = setKeyword(source, call, keyword, path);
  const isImported = /^\s*import torch\b/m.test(source);
  const importing = isImported ? [] : insertBefore(source, call, ['import torch']);
  return {
    id: dtype === stored ? 'stored-dtype' : 'half-precision',
    edits: value === null || importing === null ? null : [...importing, ...value],
    call: withKeyword(call, keyword, { kind: 'name', path }),
    values: { keyword: `${keyword}=${path}` }
  };
}

/** Passes the dtype to `from_pretrained` in `model_kwargs`, unless the call already uses that. */
export const sentenceTransformersFixes: Proposer = ({ source, call }) =>
  call.keywords['model_kwargs'] === undefined
    ? [
        {
          id: 'stored-dtype',
          edits: setKeyword(source, call, 'model_kwargs', '{"torch_dtype": "auto"}'),
          call: withKeyword(call, 'model_kwargs', {
            kind: 'dict',
            entries: [[str('torch_dtype'), str('auto')]]
          }),
          values: { keyword: 'torch_dtype' }
        }
      ]
    : [];

/** Adds `mmap_mode="r"` for a plain array; archives (.npz) cannot be mapped. */
export const numpyFixes: Proposer = ({ source, call, facts }) =>
  call.callee === 'numpy.load' && facts.files.every(file => file.name.endsWith('.npy'))
    ? [
        {
          id: 'map-file',
          edits: setKeyword(source, call, 'mmap_mode', '"r"'),
          call: withKeyword(call, 'mmap_mode', str('r'))
        }
      ]
    : [];

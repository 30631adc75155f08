/** Edits for `torch.load`. */
import { bool, withKeyword } from '../changes';
import { setKeyword } from '../edits';
import type { Proposer } from '../types';

/** `mmap=True`: tensors stay in the file until they are used. Not for the old format. */
export const torchFixes: Proposer = ({ source, call, facts }) =>
  facts.format === 'torch-zip'
    ? [
        {
          id: 'map-file',
          edits: setKeyword(source, call, 'mmap', 'True'),
          call: withKeyword(call, 'mmap', bool(true))
        }
      ]
    : [];

/** Edits for `torch.load`. */
import { bool, withKeyword } from '../changes';
import { setKeyword } from '../edits';
import type { Proposer } from '../types';

/** Adds `mmap=True`, so that tensors stay in the file until used. Not for the legacy format. */
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

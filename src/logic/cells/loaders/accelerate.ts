import type { Loader } from '../../types/loader';

export const accelerate: Loader = {
  id: 'accelerate',
  library: 'accelerate',
  rules: [
    {
      callee: [
        'accelerate.**.load_checkpoint_and_dispatch',
        'accelerate.**.load_checkpoint_in_model'
      ],
      model: { at: 1, keywords: ['checkpoint'] }
    }
  ]
};

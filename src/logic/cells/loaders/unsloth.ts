import type { Loader } from '../../types/loader';

export const unsloth: Loader = {
  id: 'unsloth',
  library: 'unsloth',
  rules: [
    {
      callee: ['unsloth.**.Fast*.from_pretrained', 'unsloth.**.SyntheticDataKit.from_pretrained'],
      model: { at: 0, keywords: ['model_name'] }
    }
  ]
};

import type { Loader } from '../types/loader';

export const safetensors: Loader = {
  id: 'safetensors',
  library: 'safetensors',
  rules: [
    {
      callee: ['safetensors.*.load_file'],
      model: { at: 0, keywords: ['filename'] }
    },
    {
      callee: ['safetensors.torch.load_model'],
      model: { at: 1, keywords: ['filename'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const safetensors: Loader = {
  id: 'safetensors',
  library: 'safetensors',
  rules: [
    {
      callee: ['safetensors.*.load_file'],
      model: { at: 0, keywords: ['filename'] }
    },
    {
      // `safe_open` only maps the file; the tensors read from it are what takes memory.
      callee: ['safetensors.**.get_tensor'],
      model: { at: 0, keywords: ['filename'], ofReceiver: true }
    },
    {
      callee: ['safetensors.torch.load_model'],
      model: { at: 1, keywords: ['filename'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const mlx: Loader = {
  id: 'mlx',
  library: 'mlx-lm',
  words: ['mlx_lm', 'mlx_vlm'],
  commands: [
    { command: 'mlx_lm.generate', options: ['--model'] },
    { command: 'mlx_lm.server', options: ['--model'] },
    { command: 'mlx_lm.lora', options: ['--model'] },
    { command: 'python -m mlx_lm.generate', options: ['--model'] },
    { command: 'python -m mlx_lm.server', options: ['--model'] },
    { command: 'python -m mlx_lm.lora', options: ['--model'] },
    { command: 'python -m mlx_lm', options: ['--model'] },
    { command: 'python -m mlx_vlm.generate', options: ['--model'] }
  ],
  rules: [
    {
      callee: ['mlx_lm.load', 'mlx_lm.utils.load', 'mlx_vlm.load', 'mlx_vlm.utils.load'],
      model: { at: 0, keywords: ['path_or_hf_repo'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const sglang: Loader = {
  id: 'sglang',
  library: 'sglang',
  words: ['sglang'],
  commands: [{ command: 'python -m sglang.launch_server', options: ['--model-path', '--model'] }],
  rules: [
    {
      callee: ['sglang.**.Engine', 'sglang.**.Runtime'],
      model: { at: 0, keywords: ['model_path'] }
    }
  ]
};

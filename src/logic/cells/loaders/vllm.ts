import type { Loader } from '../../types/loader';

export const vllm: Loader = {
  id: 'vllm',
  library: 'vllm',
  words: ['vllm'],
  commands: [
    { command: 'vllm serve', positional: true, options: ['--model'] },
    { command: 'vllm bench throughput', options: ['--model'] },
    { command: 'vllm bench latency', options: ['--model'] },
    { command: 'python -m vllm.entrypoints.openai.api_server', options: ['--model'] },
    { command: 'python -m vllm.entrypoints.api_server', options: ['--model'] }
  ],
  rules: [
    { callee: ['vllm.**.LLM'], model: { at: 0, keywords: ['model'], byDefault: null } },
    {
      callee: ['vllm.**.from_engine_args'],
      model: { at: 0, keywords: ['engine_args'], inside: ['model'] }
    }
  ]
};

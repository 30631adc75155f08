import type { Loader } from '../../types/loader';

export const llamaCpp: Loader = {
  id: 'llama-cpp',
  library: 'llama-cpp-python',
  words: ['llama', 'llama_cpp'],
  commands: [
    { command: 'llama-server', options: ['-m', '--model', '-hf', '-hfr', '--hf-repo'] },
    { command: 'llama-cli', options: ['-m', '--model', '-hf', '-hfr', '--hf-repo'] },
    { command: 'llama-bench', options: ['-m', '--model'] },
    { command: 'llama.cpp/main', options: ['-m', '--model'] },
    { command: 'llama.cpp/server', options: ['-m', '--model'] },
    { command: 'python -m llama_cpp.server', options: ['--model'] }
  ],
  rules: [
    { callee: ['llama_cpp.**.Llama'], model: { at: 0, keywords: ['model_path'] } },
    { callee: ['llama_cpp.**.Llama.from_pretrained'], model: { at: 0, keywords: ['repo_id'] } }
  ]
};

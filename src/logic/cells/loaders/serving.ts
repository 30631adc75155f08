import type { Loader } from '../../types/loader';

export const serving: Loader = {
  id: 'tgi',
  library: 'text-generation-inference',
  words: ['text', 'lmdeploy', 'embeddings'],
  commands: [
    { command: 'text-generation-launcher', options: ['--model-id'] },
    { command: 'text-embeddings-router', options: ['--model-id'] },
    { command: 'lmdeploy serve api_server', positional: true }
  ],
  rules: []
};

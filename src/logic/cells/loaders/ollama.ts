import type { Loader } from '../../types/loader';

export const ollama: Loader = {
  id: 'ollama',
  library: 'ollama',
  words: ['ollama'],
  commands: [
    { command: 'ollama run', positional: true },
    { command: 'ollama pull', positional: true }
  ],
  rules: []
};

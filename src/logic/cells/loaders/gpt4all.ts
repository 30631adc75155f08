import type { Loader } from '../../types/loader';

export const gpt4all: Loader = {
  id: 'gpt4all',
  library: 'gpt4all',
  rules: [{ callee: ['gpt4all.GPT4All'], model: { at: 0, keywords: ['model_name'] } }]
};

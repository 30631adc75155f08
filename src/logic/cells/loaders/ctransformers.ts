import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const ctransformers: Loader = {
  id: 'ctransformers',
  library: 'ctransformers',
  rules: [
    {
      callee: ['ctransformers.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['model_path_or_repo_id'] }
    }
  ]
};

import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const modelscope: Loader = {
  id: 'modelscope',
  library: 'modelscope',
  rules: [
    {
      callee: ['modelscope.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['model_name_or_path', 'pretrained_model_name_or_path'] }
    },
    { callee: ['modelscope.**.pipeline'], model: { at: 1, keywords: ['model'], orObject: true } }
  ]
};

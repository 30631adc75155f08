import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const optimum: Loader = {
  id: 'optimum',
  library: 'optimum',
  words: ['optimum'],
  commands: [
    { command: 'optimum-cli export onnx', options: ['--model', '-m'] },
    { command: 'optimum-cli export openvino', options: ['--model', '-m'] }
  ],
  rules: [
    {
      callee: ['optimum.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: {
        at: 0,
        keywords: ['model_id', 'model_name_or_path', 'pretrained_model_name_or_path']
      }
    },
    { callee: ['optimum.**.pipeline'], model: { at: 1, keywords: ['model'], orObject: true } }
  ]
};

import type { Loader } from '../../types/loader';

export const peft: Loader = {
  id: 'peft',
  library: 'peft',
  rules: [
    {
      callee: ['peft.**.AutoPeftModel*.from_pretrained'],
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    },
    {
      callee: ['peft.**.from_pretrained'],
      unless: /Config\.from_pretrained$/,
      model: { at: 1, keywords: ['model_id'] }
    },
    { callee: ['peft.**.load_adapter'], model: { at: 0, keywords: ['model_id'] } }
  ]
};

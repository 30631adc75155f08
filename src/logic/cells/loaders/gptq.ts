import type { Loader } from '../../types/loader';

export const gptq: Loader = {
  id: 'gptq',
  library: 'gptqmodel',
  rules: [
    {
      callee: ['auto_gptq.**.from_quantized', 'auto_gptq.**.from_pretrained'],
      library: 'auto-gptq',
      model: { at: 0, keywords: ['model_name_or_path', 'pretrained_model_name_or_path'] }
    },
    {
      callee: ['gptqmodel.**.load', 'gptqmodel.**.from_quantized', 'gptqmodel.**.from_pretrained'],
      model: { at: 0, keywords: ['model_id_or_path', 'model_id', 'model_name_or_path'] }
    }
  ]
};

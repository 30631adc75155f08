import type { Loader } from '../../types/loader';

export const awq: Loader = {
  id: 'awq',
  library: 'autoawq',
  rules: [
    { callee: ['awq.**.from_quantized'], model: { at: 0, keywords: ['quant_path', 'model_path'] } },
    { callee: ['awq.**.from_pretrained'], model: { at: 0, keywords: ['model_path'] } }
  ]
};

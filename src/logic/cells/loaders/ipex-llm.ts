import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const ipexLlm: Loader = {
  id: 'ipex-llm',
  library: 'ipex-llm',
  rules: [
    {
      callee: [
        'ipex_llm.**.from_pretrained',
        'bigdl.**.from_pretrained',
        'intel_extension_for_transformers.**.from_pretrained'
      ],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    },
    { callee: ['ipex_llm.**.load_low_bit', 'bigdl.**.load_low_bit'], model: { at: 0 } }
  ]
};

import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const diffusers: Loader = {
  id: 'diffusers',
  library: 'diffusers',
  rules: [
    {
      callee: ['diffusers.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['pretrained_model_name_or_path', 'pretrained_model_or_path'] }
    },
    {
      callee: ['diffusers.**.from_single_file', 'diffusers.**.from_ckpt'],
      model: {
        at: 0,
        keywords: ['pretrained_model_link_or_path_or_dict', 'pretrained_model_link_or_path']
      }
    },
    {
      callee: ['diffusers.**.load_lora_weights', 'diffusers.**.load_lora_adapter'],
      model: { at: 0, keywords: ['pretrained_model_name_or_path_or_dict'] }
    },
    {
      callee: ['diffusers.**.load_ip_adapter'],
      model: { at: 0, keywords: ['pretrained_model_name_or_path_or_dict'] }
    }
  ]
};

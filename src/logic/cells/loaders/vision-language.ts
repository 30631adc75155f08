import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const visionLanguage: Loader = {
  id: 'lavis',
  library: 'salesforce-lavis',
  rules: [
    {
      callee: ['lavis.**.load_model_and_preprocess', 'lavis.**.load_model'],
      model: { at: 0, keywords: ['name'] }
    },
    { callee: ['easyocr.Reader'], library: 'easyocr', model: { byDefault: null } },
    {
      callee: [
        'transformer_lens.**.from_pretrained',
        'transformer_lens.**.from_pretrained_no_processing',
        'colpali_engine.**.from_pretrained',
        'gliner.**.from_pretrained',
        'nnsight.**.LanguageModel'
      ],
      library: 'transformer-lens',
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['model_name', 'pretrained_model_name_or_path'] }
    },
    { callee: ['fastai.**.load_learner'], library: 'fastai', model: { at: 0, keywords: ['fname'] } }
  ]
};

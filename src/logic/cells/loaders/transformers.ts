import type { Loader } from '../../types/loader';
import { TASKS } from './tasks';
import { WEIGHTLESS } from './weightless';

const CONFIG = { at: 0, keywords: ['config'] };

export const transformers: Loader = {
  id: 'transformers',
  library: 'transformers',
  words: ['transformers', 'config', 'LlamaForCausalLM'],
  commands: [{ command: 'transformers serve', positional: true }],
  rules: [
    {
      callee: ['transformers.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    },
    {
      callee: ['transformers.pipeline', 'transformers.pipelines.pipeline'],
      model: { at: 1, keywords: ['model'], orObject: true, byDefault: TASKS }
    },
    { callee: ['transformers.**.from_config'], model: CONFIG },
    {
      callee: [
        'transformers.**.*Model',
        'transformers.**.*ForCausalLM',
        'transformers.**.*ForMaskedLM',
        'transformers.**.*ForConditionalGeneration',
        'transformers.**.*ForSequenceClassification',
        'transformers.**.*ForPreTraining'
      ],
      unless: /(?:\(\)|\.models\.auto|DataCollator|Auto\w+$)/,
      model: CONFIG
    },
    {
      callee: ['transformers.**.load_adapter'],
      model: { at: 0, keywords: ['peft_model_id'] }
    }
  ]
};

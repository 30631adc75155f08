import type { Loader } from '../../types/loader';

export const trl: Loader = {
  id: 'trl',
  library: 'trl',
  words: ['trl'],
  commands: [
    { command: 'trl sft', options: ['--model_name_or_path'] },
    { command: 'trl dpo', options: ['--model_name_or_path'] },
    { command: 'trl grpo', options: ['--model_name_or_path'] },
    { command: 'trl vllm-serve', options: ['--model'] }
  ],
  rules: [
    { callee: ['trl.**.*Trainer'], model: { at: 0, keywords: ['model'], orObject: true } },
    {
      callee: ['trl.**.*WithValueHead.from_pretrained'],
      model: { at: 0, keywords: ['pretrained_model'], orObject: true }
    }
  ]
};

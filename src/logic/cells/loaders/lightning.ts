import type { Loader } from '../../types/loader';

export const lightning: Loader = {
  id: 'lightning',
  library: 'lightning',
  rules: [
    {
      callee: ['lightning.**.load_from_checkpoint', 'pytorch_lightning.**.load_from_checkpoint'],
      model: { at: 0, keywords: ['checkpoint_path'] }
    },
    {
      callee: ['huggingface_hub.**.from_pretrained'],
      library: 'huggingface_hub',
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const nemo: Loader = {
  id: 'nemo',
  library: 'nemo_toolkit',
  rules: [
    { callee: ['nemo.**.from_pretrained'], model: { at: 0, keywords: ['model_name'] } },
    {
      callee: ['nemo.**.restore_from'],
      needs: [{ keyword: 'return_config', is: false, whenAbsent: true }],
      model: { at: 0, keywords: ['restore_path'] }
    },
    { callee: ['nemo.**.load_from_checkpoint'], model: { at: 0, keywords: ['checkpoint_path'] } }
  ]
};

import type { Loader } from '../../types/loader';

export const timm: Loader = {
  id: 'timm',
  library: 'timm',
  rules: [
    {
      callee: ['timm.**.create_model'],
      needs: [{ keyword: 'pretrained', at: 1 }],
      model: { at: 0, keywords: ['model_name'] }
    },
    {
      callee: ['timm.**.create_model'],
      needs: [{ keyword: 'checkpoint_path' }],
      model: { keywords: ['checkpoint_path'] }
    }
  ]
};

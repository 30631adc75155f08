import type { Loader } from '../../types/loader';

const NOT_A_MODEL = /\.(?:[A-Z]\w*|get_\w+|list_\w+|_\w+)$|\(\)/;

export const torchvision: Loader = {
  id: 'torchvision',
  library: 'torchvision',
  words: ['models'],
  rules: [
    {
      callee: ['torchvision.models.**.*'],
      unless: NOT_A_MODEL,
      needs: [{ keyword: 'weights' }],
      model: { byCallee: true }
    },
    {
      callee: ['torchvision.models.**.*'],
      unless: NOT_A_MODEL,
      needs: [{ keyword: 'pretrained' }],
      model: { byCallee: true }
    },
    {
      callee: ['torchvision.models.get_model'],
      needs: [{ keyword: 'weights' }],
      model: { at: 0, keywords: ['name'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const torch: Loader = {
  id: 'torch',
  library: 'torch',
  rules: [
    {
      callee: ['torch.load', 'torch.jit.load', 'torch.export.load'],
      model: { at: 0, keywords: ['f'] }
    },
    {
      callee: ['torch.hub.load'],
      needs: [
        { keyword: 'pretrained', whenAbsent: true },
        { keyword: 'weights', whenAbsent: true }
      ],
      model: { at: 1, keywords: ['model'] }
    },
    { callee: ['torch.hub.load_state_dict_from_url'], model: { at: 0, keywords: ['url'] } },
    {
      callee: ['torch.zeros', 'torch.ones', 'torch.empty', 'torch.rand', 'torch.randn'],
      shape: { keyword: 'size', all: true },
      model: { byDefault: null }
    },
    { callee: ['torch.full'], shape: { keyword: 'size' }, model: { byDefault: null } }
  ]
};

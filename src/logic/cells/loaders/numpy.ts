import type { Loader } from '../../types/loader';
import { REMOTE } from './weightless';

export const numpy: Loader = {
  id: 'numpy',
  library: 'numpy',
  rules: [
    {
      callee: ['numpy.load', 'numpy.loadtxt', 'numpy.genfromtxt', 'numpy.fromfile'],
      model: { at: 0, keywords: ['file', 'fname'], orObject: true, not: REMOTE }
    },
    {
      callee: ['numpy.zeros', 'numpy.ones', 'numpy.empty', 'numpy.full'],
      shape: { keyword: 'shape' },
      model: { byDefault: null }
    },
    {
      callee: ['numpy.random.rand', 'numpy.random.randn'],
      shape: { keyword: 'size', all: true },
      model: { byDefault: null }
    },
    { callee: ['numpy.random.random'], shape: { keyword: 'size' }, model: { byDefault: null } }
  ]
};

import type { Loader } from '../../types/loader';
import { REMOTE } from './weightless';

export const pandas: Loader = {
  id: 'pandas',
  library: 'pandas',
  rules: [
    {
      callee: [
        'csv',
        'parquet',
        'json',
        'feather',
        'hdf',
        'excel',
        'pickle',
        'table',
        'orc',
        'fwf',
        'stata',
        'sas'
      ].map(format => `pandas.read_${format}`),
      needs: [
        { keyword: 'chunksize', is: false, whenAbsent: true },
        { keyword: 'iterator', is: false, whenAbsent: true },
        { keyword: 'nrows', is: false, whenAbsent: true }
      ],
      model: {
        at: 0,
        keywords: ['filepath_or_buffer', 'path', 'path_or_buf', 'io'],
        orObject: true,
        not: REMOTE
      }
    },
    {
      callee: ['joblib.load', 'pickle.load', 'cloudpickle.load', 'dill.load'],
      library: 'joblib',
      model: { at: 0, keywords: ['filename', 'file'], orObject: true }
    }
  ]
};

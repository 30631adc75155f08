import type { Loader } from '../../types/loader';
import { REMOTE } from './weightless';

export const arrow: Loader = {
  id: 'pyarrow',
  library: 'pyarrow',
  rules: [
    {
      callee: [
        'pyarrow.parquet.read_table',
        'pyarrow.csv.read_csv',
        'pyarrow.feather.read_table',
        'pyarrow.feather.read_feather',
        'pyarrow.json.read_json',
        'pyarrow.orc.read_table'
      ],
      model: { at: 0, keywords: ['source', 'input_file'], orObject: true, not: REMOTE }
    }
  ]
};

import type { Loader } from '../../types/loader';
import { REMOTE } from './weightless';

export const polars: Loader = {
  id: 'polars',
  library: 'polars',
  rules: [
    {
      callee: ['csv', 'parquet', 'json', 'ndjson', 'ipc', 'excel', 'avro'].map(
        format => `polars.read_${format}`
      ),
      needs: [{ keyword: 'n_rows', is: false, whenAbsent: true }],
      model: { at: 0, keywords: ['source'], orObject: true, not: REMOTE }
    }
  ]
};

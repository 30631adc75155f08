/** Plain data: arrays and tables that are read from local files. */
import type { Interval } from '../../../types';
import { functionName, keyword } from '../arguments';
import { between, exactly, NOTHING, scale } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { ramOnly } from '../need';
import { fileBytes } from '../weights/weights';

/**
 * Memory of a table as a multiple of its file size, by format. Text shrinks when it is converted to
 * numbers and grows when it stays text; columnar formats are compressed.
 */
const TABLES: readonly (readonly [RegExp, Interval])[] = [
  [/csv|table|fwf/, between(0.4, 2, 6)],
  [/json/, between(0.4, 2.5, 8)],
  [/parquet|orc|feather|ipc/, between(0.8, 4, 12)],
  [/excel/, between(1, 10, 40)],
  [/.*/, between(0.5, 1.5, 6)]
];

/** `numpy.load` reads the whole array unless it maps it, or reads an archive on demand. */
function arrayRule({ call, facts }: Load): Need | null {
  const bytes = fileBytes(facts);
  if (bytes === 0 || facts.problem?.code === 'missing') {
    return null;
  }
  const mode = keyword(call, 'mmap_mode') ?? call.args[1];
  if (mode !== undefined && mode.kind === 'string') {
    return ramOnly(NOTHING, exactly(bytes), { basis: [{ code: 'mapped', bytes }] });
  }
  const isWhole = functionName(call) === 'load' && facts.files.every(f => f.name.endsWith('.npy'));
  return ramOnly(isWhole ? exactly(bytes) : between(0, bytes, 4 * bytes), exactly(bytes), {
    basis: [{ code: 'file-read', bytes }],
    kept: { anonymous: exactly(isWhole ? bytes : 0), file: NOTHING, vram: {} }
  });
}

/** The columns cannot be seen from outside, hence a wide interval and never a certain verdict. */
function tableRule({ call, facts }: Load): Need | null {
  const bytes = fileBytes(facts);
  if (bytes === 0 || facts.problem?.code === 'missing') {
    return null;
  }
  const [, factor] = TABLES.find(([pattern]) => pattern.test(functionName(call))) ?? [];
  const need = scale(exactly(bytes), factor ?? between(0, 1, 2));
  return ramOnly(need, exactly(bytes), {
    basis: [{ code: 'table', bytes }],
    kept: { anonymous: need, file: NOTHING, vram: {} }
  });
}

export const data: readonly RuleSet[] = [
  {
    library: 'numpy',
    callee: /\.(load|loadtxt|genfromtxt|fromfile)$/,
    verifiedBelow: '3',
    rule: arrayRule
  },
  { library: 'pandas', verifiedBelow: '0', rule: tableRule },
  { library: 'polars', callee: /\.read_/, verifiedBelow: '0', rule: tableRule },
  { library: 'pyarrow', callee: /\.read_/, verifiedBelow: '0', rule: tableRule }
];

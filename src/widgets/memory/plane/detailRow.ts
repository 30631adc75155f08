import type { PlaneId } from '../../../logic/memory/plane';
import type { Trend } from '../../../logic/memory/trend';
import type { Context, Latest, SamplePoint } from '../../../logic/types';

/** A figure with its origin. */
export interface DetailRow {
  label: string;
  value: string;
  /** How we know: the file and the formula. */
  how: string;
}

/** What the figures of a plane are read from. */
export interface DetailSources {
  plane: PlaneId;
  context: Context;
  point: SamplePoint;
  latest: Latest | null;
  /** Where the used memory is going; null while that is not clear. */
  trend: Trend | null;
}

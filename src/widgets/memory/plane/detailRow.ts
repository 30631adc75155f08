import type { PlaneId } from '../../../logic/memory/plane';
import type { Trend } from '../../../logic/memory/trend';
import type { Context, Latest, SamplePoint } from '../../../logic/types';

/** A figure and where it comes from. */
export interface DetailRow {
  label: string;
  value: string;
  /** How we know: the file and the formula. */
  how: string;
}

/** The data from which the figures of a plane are read. */
export interface DetailSources {
  plane: PlaneId;
  context: Context;
  point: SamplePoint;
  latest: Latest | null;
  /** The trend of the used memory; null while it is unclear. */
  trend: Trend | null;
}

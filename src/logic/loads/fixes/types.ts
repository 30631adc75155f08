/** The nouns of fixes. A fix is an edit of the cell whose result was judged again. */
import type { Capacity, KernelEnvironment, LoadCall, ModelFacts, Verdict } from '../../types';

/** Replaces `from`..`to` of the cell with `insert`. The edits of one fix do not overlap. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

/** What a fix does; `describeFix` puts it into words. */
export type FixId =
  | 'stored-dtype'
  | 'half-precision'
  | 'drop-conversion'
  | 'map-file'
  | 'load-on-gpu'
  | 'quantize'
  | 'spill'
  | 'release-first'
  | 'load-in-order'
  | 'cpu-offload'
  | 'meta-init'
  | 'half-variant'
  | 'smaller-file'
  | 'lower-share'
  | 'shorter-context'
  | 'fewer-layers';

export interface Fix {
  id: FixId;
  /** In the order in which they occur in the source. */
  edits: readonly TextEdit[];
  /** The verdict on the edited cell, by the same rules. */
  verdict: Verdict;
  /** Values that `describeFix` inserts into its sentences. */
  values: Readonly<Record<string, string | number>>;
}

/** Everything known when fixes are being searched for. */
export interface Situation {
  source: string;
  call: LoadCall;
  facts: ModelFacts;
  environment: KernelEnvironment | null;
  capacity: Capacity;
  verdict: Verdict;
}

/** An edit that has not been judged yet, with everything that it changes for the rules. */
export interface Candidate {
  id: FixId;
  edits: readonly TextEdit[] | null;
  call?: LoadCall;
  facts?: ModelFacts;
  environment?: KernelEnvironment;
  capacity?: Capacity;
  values?: Fix['values'];
}

/** Proposes edits to try in a situation, best first. */
export type Proposer = (situation: Situation) => readonly Candidate[];

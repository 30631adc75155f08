/** The nouns of a fix: an edit of the cell that was judged again. */
import type { Capacity, KernelEnvironment, LoadCall, ModelFacts, Verdict } from '../../types';

/** Replaces `from`..`to` of the cell by `insert`. Edits of a fix do not overlap. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

/** What a fix does, one word each; `describeFix` says it in words. */
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
  /** In the order of the text. */
  edits: readonly TextEdit[];
  /** Of the edited cell, by the same rules. */
  verdict: Verdict;
  /** What `describeFix` puts into its sentence. */
  values: Readonly<Record<string, string | number>>;
}

/** What is known when fixes are looked for. */
export interface Situation {
  source: string;
  call: LoadCall;
  facts: ModelFacts;
  environment: KernelEnvironment | null;
  capacity: Capacity;
  verdict: Verdict;
}

/** An edit before it is judged: everything that it changes for the rules. */
export interface Candidate {
  id: FixId;
  edits: readonly TextEdit[] | null;
  call?: LoadCall;
  facts?: ModelFacts;
  environment?: KernelEnvironment;
  capacity?: Capacity;
  values?: Fix['values'];
}

/** Edits that may be tried in a situation, best first. */
export type Proposer = (situation: Situation) => readonly Candidate[];

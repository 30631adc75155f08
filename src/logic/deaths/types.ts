/** The nouns of an explanation: what a person reads when a kernel has died. */
import type { DeathReport, Estimate, RunningCell } from '../types';
import type { Translate } from '../words/translate';

/** Everything that the explanation of a death is made from. */
export interface DeathContext {
  report: DeathReport;
  /** The cell that was running; null: none, or not known. */
  cell: RunningCell | null;
  /** What that cell was loading; null: nothing, or not known. */
  load: Estimate | null;
  trans: Translate;
}

/** Lines that a person can copy: a limit in YAML, a command, an argument. */
export interface Snippet {
  language: 'yaml' | 'shell' | 'python' | 'text';
  text: string;
}

/** Something that a button can do. */
export type StepAction = ShutDownAction | EditAction;

export interface ShutDownAction {
  kind: 'shut-down-kernel';
  kernelId: string;
  label: string;
}

/** Undoable, and only while the cell still says what it said. */
export interface EditAction {
  kind: 'edit-cell';
  cellId: string;
  before: string;
  after: string;
  label: string;
}

/**
 * Where a step is taken that has no lines and no button of its own: in the cell that was running,
 * by handing over the report, or with an eye on the sidebar.
 */
export type StepPlace = 'cell' | 'report' | 'sidebar';

/** Has a snippet, an action or a place. */
export interface NextStep {
  text: string;
  snippet?: Snippet;
  action?: StepAction;
  place?: StepPlace;
}

export interface Explanation {
  /** A few words, as a heading. */
  title: string;
  /** The answer, in one sentence. */
  sentence: string;
  /** What else is worth knowing, one thought a line. */
  lines: readonly string[];
  /** What to do now, best first. */
  nextSteps: readonly NextStep[];
}

/** The parts of an explanation: what people read when a kernel has died. */
import type { DeathReport, Estimate, RunningCell } from '../types';
import type { Translate } from '../words/translate';

/** Everything that the explanation of a death is made from. */
export interface DeathContext {
  report: DeathReport;
  /** The cell that was running; null: there was none, or it is not known. */
  cell: RunningCell | null;
  /** The model or data that the cell was loading; null: none, or not known. */
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

/** Replaces the source of a cell; can be undone, and is refused once the source has changed. */
export interface EditAction {
  kind: 'edit-cell';
  cellId: string;
  before: string;
  after: string;
  label: string;
}

/**
 * Where people take a step that has neither a snippet nor an action: in the cell that was running,
 * by passing on the report, or while watching the sidebar.
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
  /** What else is worth knowing, one point per line. */
  lines: readonly string[];
  /** What to do now, best first. */
  nextSteps: readonly NextStep[];
}

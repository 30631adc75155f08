import type { Kernel } from '@jupyterlab/services';

import type { RestartsElsewhere } from '../../kernel/restartsElsewhere';
import { applyEdits, type Fix } from '../../logic/loads/fixes';
import type { Relief } from '../../logic/loads/verdict/relief';
import type { Remedy } from '../../logic/loads/words/remedy';
import type { CellSource } from '../../logic/types';
import type { GateRules } from './executionGate';
import type { ExecutionLog } from '../../model/cells/executionLog';
import type { RestartWait } from './restartWait';
import type { CellLoads } from '../../model/loads/loadJudge';
import type { PrecheckModel, PrecheckResult } from '../../model/loads/precheck';

/** The parts of a cell model that are read here; notebook and console cells share them. */
export interface RunnableModel {
  readonly id: string;
  readonly type: string;
  readonly sharedModel: { getSource(): string; setSource(source: string): void };
  readonly executionCount?: number | null;
}

/** The parts of an executor's options that are read here. */
export interface CellRun {
  cell: { readonly isDisposed: boolean; readonly model: RunnableModel };
  notebook?: { readonly cells: Iterable<RunnableModel> };
  sessionContext?: {
    readonly session?: {
      readonly path?: string;
      readonly kernel?: Kernel.IKernelConnection | null;
    } | null;
  };
}

/** What a run looked like when it was asked for. */
interface Snapshot {
  source: string;
  kernelId: string | null;
}

/** What a person decided: whether the cell runs, and what is done before. */
export interface Answer {
  run: boolean;
  remedy: Remedy | null;
}

/** Decides about cells: loads are looked up, a person is asked when one does not fit. */
export class CellRunRules implements GateRules<CellRun, CellLoads> {
  constructor(private _options: CellRunRules.IOptions) {}

  keyOf(run: CellRun): string {
    return kernelOf(run)?.id ?? run.cell.model.id;
  }

  question(run: CellRun): CellLoads | null {
    const kernel = kernelOf(run);
    const cell = sourceOf(run.cell.model);
    this._snapshots.set(run, {
      source: cell.source,
      kernelId: kernel?.id ?? null
    });
    if (run.cell.model.type !== 'code' || !kernel) {
      return null;
    }
    const { log, precheck, elsewhere } = this._options;
    log.watch(kernel);
    elsewhere.watch(kernel);
    log.seed(kernel.id, () => executedCells(run));
    return precheck.findLoad(log.cells(kernel.id), cell);
  }

  /** A kernel that is dead would lose the request, and one that is just started its answer. */
  delay(run: CellRun): Promise<void> | null {
    const { restarts, elsewhere } = this._options;
    const kernel = run.cell.model.type === 'code' ? kernelOf(run) : null;
    return kernel && (restarts?.until(kernel) ?? elsewhere.until(kernel));
  }

  async ask(load: CellLoads, run: CellRun): Promise<boolean> {
    const kernel = kernelOf(run);
    if (!kernel) {
      return true;
    }
    const { precheck, confirm } = this._options;
    const isIdle = !this._running.get(kernel.id);
    const result = await precheck.check(load, kernel, isIdle);
    if (result === null) {
      return true;
    }
    const answer = await confirm(result, run);
    return answer.run && (await this._applyRemedy(answer.remedy, run));
  }

  isCurrent(run: CellRun): boolean {
    const snapshot = this._snapshots.get(run);
    return (
      !run.cell.isDisposed &&
      snapshot?.source === sourceOf(run.cell.model).source &&
      snapshot.kernelId === (kernelOf(run)?.id ?? null)
    );
  }

  started(run: CellRun, result: Promise<boolean>): void {
    const kernel = kernelOf(run);
    if (run.cell.model.type !== 'code' || !kernel) {
      return;
    }
    const cell = sourceOf(run.cell.model);
    this._options.log.noteDispatch(kernel.id, cell);
    this._options.ran(kernel.id, cell.source);
    this._addRunning(kernel.id, 1);
    const ended = (): void => this._addRunning(kernel.id, -1);
    result.then(ended, ended);
  }

  /** Whether the cell may run now: what was chosen is done. */
  private async _applyRemedy(remedy: Remedy | null, run: CellRun): Promise<boolean> {
    if (remedy === null || !this.isCurrent(run)) {
      return true;
    }
    if (remedy.kind === 'shut-down') {
      return this._options.relieve(remedy.relief);
    }
    this._applyFix(remedy.fix, run);
    return true;
  }

  /** One edit of the shared model: undo brings the old text back. */
  private _applyFix(fix: Fix, run: CellRun): void {
    const { sharedModel } = run.cell.model;
    const source = applyEdits(sharedModel.getSource(), fix.edits);
    sharedModel.setSource(source);
    this._snapshots.set(run, { source, kernelId: kernelOf(run)?.id ?? null });
  }

  private _addRunning(kernelId: string, change: number): void {
    this._running.set(kernelId, (this._running.get(kernelId) ?? 0) + change);
  }

  private _snapshots = new WeakMap<CellRun, Snapshot>();
  private _running = new Map<string, number>();
}

export namespace CellRunRules {
  export interface IOptions {
    precheck: PrecheckModel;
    log: ExecutionLog;
    /** Ask the person. */
    confirm: (result: PrecheckResult, run: CellRun) => Promise<Answer>;
    /** Shut idle kernels down; false when that was not possible, and the person was told. */
    relieve: (relief: Relief) => Promise<boolean>;
    /** A cell was handed to a kernel. */
    ran: (kernelId: string, source: string) => void;
    /** Kernels that are being restarted; null where deaths are not watched. */
    restarts: Pick<RestartWait, 'until'> | null;
    /** Kernels that somebody else restarts. */
    elsewhere: RestartsElsewhere;
  }
}

function kernelOf(run: CellRun): Kernel.IKernelConnection | null {
  return run.sessionContext?.session?.kernel ?? null;
}

function sourceOf(model: RunnableModel): CellSource {
  return { id: model.id, source: model.sharedModel.getSource() };
}

/** Cells that ran before this page was opened: their counts tell the order. */
function executedCells(run: CellRun): CellSource[] {
  return [...(run.notebook?.cells ?? [])]
    .filter(model => model !== run.cell.model && typeof model.executionCount === 'number')
    .sort((a, b) => (a.executionCount ?? 0) - (b.executionCount ?? 0))
    .map(sourceOf);
}

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

/** The parts of a cell model that are used here, which notebook and console cells share. */
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

/** The source and the kernel of a run when it was requested. */
interface Snapshot {
  source: string;
  kernelId: string | null;
}

/** The user's decision: whether the cell runs, and which remedy is applied first. */
export interface Answer {
  run: boolean;
  remedy: Remedy | null;
}

/** Decides whether cells run: looks up their loads and asks the user when one does not fit. */
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

  /**
   * A dead kernel would lose the request, and one that is only just starting would lose the reply.
   */
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

  /** Applies the chosen remedy; resolves to whether the cell may run now. */
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

  /** Edits the shared model in one step, so that a single undo restores the old source. */
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
    /** Asks the user. */
    confirm: (result: PrecheckResult, run: CellRun) => Promise<Answer>;
    /**
     * Shuts down idle kernels. Resolves to false if that was not possible, after telling the user.
     */
    relieve: (relief: Relief) => Promise<boolean>;
    /** Called when a cell has been passed on to a kernel. */
    ran: (kernelId: string, source: string) => void;
    /** Kernels that are being restarted; null where deaths are not watched. */
    restarts: Pick<RestartWait, 'until'> | null;
    /** Kernels that another page or a program restarts. */
    elsewhere: RestartsElsewhere;
  }
}

function kernelOf(run: CellRun): Kernel.IKernelConnection | null {
  return run.sessionContext?.session?.kernel ?? null;
}

function sourceOf(model: RunnableModel): CellSource {
  return { id: model.id, source: model.sharedModel.getSource() };
}

/** Cells that ran before this page was opened, in the order of their execution counts. */
function executedCells(run: CellRun): CellSource[] {
  return [...(run.notebook?.cells ?? [])]
    .filter(model => model !== run.cell.model && typeof model.executionCount === 'number')
    .sort((a, b) => (a.executionCount ?? 0) - (b.executionCount ?? 0))
    .map(sourceOf);
}

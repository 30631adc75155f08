import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { IConsoleCellExecutor } from '@jupyterlab/console';
import type { INotebookCellExecutor, INotebookTracker } from '@jupyterlab/notebook';
import type { KernelMessage } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';

import { shutDownKernel } from '../../api/kernels';
import type { KernelInfo } from '../../logic/types';
import { CellRunRules } from '../../model/cellRunRules';
import { ExecutionGuard } from '../../model/executionGuard';
import { attachGuard, type Guard } from '../../model/guardedExecutor';
import { guardExecute, ownerOfExecute } from '../../model/staticExecute';
import type { MonitorModel } from '../../model/monitor';
import { MutedLoads } from '../../model/mutedLoads';
import { PrecheckModel } from '../../model/precheck';
import type { SettingsModel } from '../../model/settings';
import type { LoadServices } from '../../tokens';
import { confirmRun } from '../../widgets/confirmRun';
import { noticeUnchecked } from '../../widgets/precheckNotice';
import { relieveMemory } from '../../widgets/relieveMemory';

type Reply = KernelMessage.IExecuteReplyMsg;

export interface PrecheckParts {
  monitor: MonitorModel;
  settings: SettingsModel;
  services: LoadServices;
  notebookExecutor: INotebookCellExecutor | null;
  consoleExecutor: IConsoleCellExecutor | null;
  notebooks: INotebookTracker | null;
  state: IStateDB | null;
  trans: TranslationBundle;
}

/** Puts the check in front of the executors. */
export function checkBeforeRuns(app: JupyterFrontEnd, parts: PrecheckParts): void {
  const { monitor, settings, services, notebookExecutor, consoleExecutor, notebooks } = parts;
  const { state, trans } = parts;
  const { kernels, judge, log } = services;
  const precheck = new PrecheckModel({
    judge,
    level: () => settings.composite.precheckLevel
  });
  noticeUnchecked(precheck, trans);
  const control = {
    shutDown: ({ id }: KernelInfo) => shutDownKernel(app.serviceManager, id)
  };
  const rules = new CellRunRules({
    precheck,
    log,
    confirm: confirmRun(new MutedLoads(state), trans),
    relieve: relieveMemory(monitor, control, trans),
    ran: (kernelId, source) => kernels.ran(kernelId, source)
  });
  const guard = new ExecutionGuard(rules);
  const notebookGuard: Guard<INotebookCellExecutor.IRunCellOptions> = (options, inner) =>
    guard.run(options, () => inner(options));
  const consoleGuard: Guard<IConsoleCellExecutor.IRunCellOptions> = (options, inner) =>
    guard.run(options, () => inner(options));
  if (notebookExecutor && attachGuard(notebookExecutor, notebookGuard) === 'none') {
    guardCellClass(notebooks, (options, inner) => guard.run(options, () => inner(options)));
  }
  if (consoleExecutor) {
    attachGuard(consoleExecutor, consoleGuard);
  }
}

/** The last resort: a frozen executor of another extension runs the cells. */
function guardCellClass(
  notebooks: INotebookTracker | null,
  guard: Guard<{ cell: Cell; sessionContext: ISessionContext }>
): void {
  let isGuarded = false;
  notebooks?.activeCellChanged.connect(() => {
    const cell = notebooks.currentWidget?.content.widgets.find(c => c.model.type === 'code');
    const owner = cell && !isGuarded ? ownerOfExecute<Cell, ISessionContext, Reply>(cell) : null;
    if (owner) {
      guardExecute(owner, guard);
      isGuarded = true;
    }
  });
}

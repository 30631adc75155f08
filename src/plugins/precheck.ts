import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { IConsoleCellExecutor } from '@jupyterlab/console';
import { INotebookCellExecutor, INotebookTracker } from '@jupyterlab/notebook';
import type { KernelMessage } from '@jupyterlab/services';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { shutDownKernel } from '../api/kernels';
import { CellRunRules } from '../model/cellRunRules';
import { ExecutionGuard } from '../model/executionGuard';
import { attachGuard, type Guard } from '../model/guardedExecutor';
import { guardExecute, ownerOfExecute } from '../model/staticExecute';
import { MutedLoads } from '../model/mutedLoads';
import { PrecheckModel } from '../model/precheck';
import { IHeadroomLoads, IHeadroomMonitor, IHeadroomSettings, type LoadServices } from '../tokens';
import { confirmRun } from '../widgets/confirmRun';
import { noticeUnchecked } from '../widgets/precheckNotice';
import { relieveMemory } from '../widgets/relieveMemory';
import type { KernelInfo } from '../logic/types';
import type { MonitorModel } from '../model/monitor';
import type { SettingsModel } from '../model/settings';

type Reply = KernelMessage.IExecuteReplyMsg;

/** Asks before a cell runs that would load more than what is left. */
export const precheck: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:precheck',
  description: 'Warns before a cell loads a model that does not fit into memory.',
  autoStart: true,
  requires: [IHeadroomMonitor, IHeadroomSettings, IHeadroomLoads],
  optional: [INotebookCellExecutor, IConsoleCellExecutor, INotebookTracker, IStateDB, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    monitor: MonitorModel,
    settings: SettingsModel,
    services: LoadServices,
    notebookExecutor: INotebookCellExecutor | null,
    consoleExecutor: IConsoleCellExecutor | null,
    notebooks: INotebookTracker | null,
    state: IStateDB | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
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
};

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

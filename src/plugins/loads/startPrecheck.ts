import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { IConsoleCellExecutor } from '@jupyterlab/console';
import { INotebookCellExecutor, type INotebookTracker } from '@jupyterlab/notebook';
import type { KernelMessage } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Token } from '@lumino/coreutils';

import { shutDownKernel } from '../../api/kernels';
import { RestartsElsewhere } from '../../kernel/restartsElsewhere';
import type { KernelInfo } from '../../logic/types';
import { pluginsOf, providerOf } from '../../controllers/loads/cellRunner';
import { CellRunRules, type CellRun } from '../../controllers/loads/cellRunRules';
import type { DeathsModel } from '../../model/deaths/deaths';
import { ExecutionGate, type RunCell } from '../../controllers/loads/executionGate';
import { attachGate, type Gate } from '../../controllers/loads/gatedExecutor';
import { RestartWait } from '../../controllers/loads/restartWait';
import { gateExecute, ownerOfExecute } from '../../controllers/loads/staticExecute';
import type { MonitorModel } from '../../model/memory/monitor';
import type { PanelModel } from '../../model/memory/panel';
import { MutedLoads } from '../../model/loads/mutedLoads';
import type { CellLoads } from '../../model/loads/loadJudge';
import { PrecheckModel } from '../../model/loads/precheck';
import type { SettingsModel } from '../../model/settings';
import type { LoadServices } from '../../tokens';
import { confirmRun } from '../../controllers/loads/confirmRun';
import { noticeUnchecked } from '../../controllers/loads/precheckNotice';
import { relieveMemory } from '../../controllers/loads/relieveMemory';

type Reply = KernelMessage.IExecuteReplyMsg;

export interface PrecheckParts {
  monitor: MonitorModel;
  settings: SettingsModel;
  services: LoadServices;
  notebookExecutor: INotebookCellExecutor | null;
  consoleExecutor: IConsoleCellExecutor | null;
  notebooks: INotebookTracker | null;
  deaths: DeathsModel | null;
  /** The panel that shows which cells are not checked. */
  panel: PanelModel | null;
  state: IStateDB | null;
  trans: TranslationBundle;
}

/** Installs the check in front of the cell executors. */
export function checkBeforeRuns(app: JupyterFrontEnd, parts: PrecheckParts): void {
  const { monitor, settings, services, deaths, state, trans } = parts;
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
    ran: (kernelId, source) => kernels.ran(kernelId, source),
    restarts: deaths && new RestartWait(deaths, log.lives),
    elsewhere: new RestartsElsewhere()
  });
  attachGates(new ExecutionGate(rules), parts, service => {
    if (parts.panel) {
      parts.panel.uncheckedRunner =
        providerOf(pluginsOf(app), service.name) ?? trans.__('another extension');
    }
  });
}

/** Gates whatever runs cells; calls `onUnchecked` for an executor that cannot be gated. */
function attachGates(
  gate: ExecutionGate<CellRun, CellLoads>,
  { notebookExecutor, consoleExecutor, notebooks }: PrecheckParts,
  onUnchecked: (service: Token<unknown>) => void
): void {
  const gated = <O extends CellRun>(options: O, inner: RunCell<O>): Promise<boolean> =>
    gate.run(options, () => inner(options));
  if (notebookExecutor && attachGate(notebookExecutor, gated) === 'none') {
    gateCellClass(notebooks, gated, () => onUnchecked(INotebookCellExecutor));
  }
  if (consoleExecutor && attachGate(consoleExecutor, gated) === 'none') {
    onUnchecked(IConsoleCellExecutor);
  }
}

/** The last resort, for when another extension's frozen executor runs the cells. */
function gateCellClass(
  notebooks: INotebookTracker | null,
  gate: Gate<{ cell: Cell; sessionContext: ISessionContext }>,
  onFailure: () => void
): void {
  let isTried = false;
  notebooks?.activeCellChanged.connect(() => {
    const cell = notebooks.currentWidget?.content.widgets.find(c => c.model.type === 'code');
    if (!cell || isTried) {
      return;
    }
    isTried = true;
    const owner = ownerOfExecute<Cell, ISessionContext, Reply>(cell);
    if (owner === null || !gateExecute(owner, gate)) {
      onFailure();
    }
  });
}

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IConsoleCellExecutor } from '@jupyterlab/console';
import { INotebookCellExecutor } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CellRunRules } from '../model/cellRunRules';
import { ExecutionGuard } from '../model/executionGuard';
import { ExecutionLog } from '../model/executionLog';
import { attachGuard, type Guard } from '../model/guardedExecutor';
import { PrecheckModel } from '../model/precheck';
import {
  IHeadroomClient,
  IHeadroomMonitor,
  IHeadroomSettings
} from '../tokens';
import { askBeforeRun } from '../widgets/precheckDialog';
import type { HeadroomClient } from '../logic/types';
import type { MonitorModel } from '../model/monitor';
import type { SettingsModel } from '../model/settings';

/** Asks before a cell runs that would load more than what is left. */
export const precheck: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-headroom:precheck',
  description:
    'Warns before a cell loads a model that does not fit into memory.',
  autoStart: true,
  requires: [IHeadroomClient, IHeadroomMonitor, IHeadroomSettings],
  optional: [INotebookCellExecutor, IConsoleCellExecutor, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    client: HeadroomClient,
    monitor: MonitorModel,
    settings: SettingsModel,
    notebookExecutor: INotebookCellExecutor | null,
    consoleExecutor: IConsoleCellExecutor | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_headroom');
    const rules = new CellRunRules({
      precheck: new PrecheckModel({
        client,
        capacity: monitor,
        level: () => settings.composite.precheckLevel
      }),
      log: new ExecutionLog(),
      confirm: async result =>
        (await askBeforeRun(result.verdict, trans)) === 'run'
    });
    const guard = new ExecutionGuard(rules);
    const notebookGuard: Guard<INotebookCellExecutor.IRunCellOptions> = (
      options,
      inner
    ) => guard.run(options, () => inner(options));
    const consoleGuard: Guard<IConsoleCellExecutor.IRunCellOptions> = (
      options,
      inner
    ) => guard.run(options, () => inner(options));
    if (
      notebookExecutor &&
      attachGuard(notebookExecutor, notebookGuard) === 'none'
    ) {
      console.warn(
        'jupyterlab-headroom: another extension runs the cells; they are not checked.'
      );
    }
    if (consoleExecutor) {
      attachGuard(consoleExecutor, consoleGuard);
    }
  }
};

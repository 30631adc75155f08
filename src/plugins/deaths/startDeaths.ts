import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';

import { kernelState, shutDownKernel } from '../../api/kernels';
import { ExecutionLog } from '../../model/cells/executionLog';
import { CellMemory } from '../../model/deaths/cellMemory';
import type { DeathCase } from '../../model/deaths/deathCase';
import { DeathCases } from '../../model/deaths/deathCases';
import type { DeathsModel } from '../../model/deaths/deaths';
import { MissedDeaths } from '../../model/deaths/missedDeaths';
import { lookUpLostLoad } from '../../model/deaths/lostLoad';
import type { SettingsModel } from '../../model/settings';
import type { LoadServices } from '../../tokens';
import { DeadCellMarker } from '../../controllers/deaths/deadCell';
import { DeathPlaces } from '../../controllers/deaths/deathPlaces';
import { DeathPresenter } from '../../controllers/deaths/deathPresenter';
import { noticeMissed } from '../../controllers/deaths/missedNotice';
import { reportActions } from '../../controllers/deaths/reportActions';
import { ReportOpener } from '../../controllers/deaths/reportOpener';
import { watchSessions } from '../../controllers/deaths/sessionWatch';
import { StockDialogFilter } from '../../controllers/deaths/stockDialog';
import { addDeathCommands, DeathCommandIDs } from './deathCommands';
import { sidebarOpener } from '../sidebarOpener';

/** The server samples once a second, so by then a sample shows the freed memory. */
const FREED_AFTER_MS = 1200;

export interface DeathParts {
  /** Null if nothing can be found out about what cells load. */
  services: LoadServices | null;
  model: DeathsModel;
  settings: SettingsModel;
  notebooks: INotebookTracker | null;
  consoles: IConsoleTracker | null;
  state: IStateDB | null;
  palette: ICommandPalette | null;
  translations: ITranslator;
}

/** Turns death reports into dialogs, notices and marked cells, and adds the command. */
export function explainDeaths(app: JupyterFrontEnd, parts: DeathParts): void {
  const { services, model, settings, notebooks, consoles, state, palette, translations } = parts;
  const log = services?.log ?? new ExecutionLog();
  const places = new DeathPlaces(notebooks, id => app.shell.activateById(id));
  const cases = new DeathCases({
    deaths: model,
    runningCell: id => places.runningCell(id, log.running(id)),
    recentCell: id => places.runningCell(id, log.recent(id)),
    pathOf: id => places.panelOf(id)?.context.path ?? null,
    now: Date.now,
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms))
  });
  const memory = new CellMemory(cases);
  cases.opened.connect((_, death) => void learnLoad(services, places, death));
  const trans = translations.load('jupyterlab_headroom');
  const showSidebar = sidebarOpener(app.commands);
  const opener = new ReportOpener({
    trans,
    places,
    showSidebar,
    act: reportActions({
      places,
      state: id => kernelState(app.serviceManager, id),
      shutDown: id => shutDownKernel(app.serviceManager, id),
      trans
    })
  });
  presentDeaths({ model, log, places, cases, settings, translations, opener });
  addDeathCommands(app.commands, { model, memory, opener, trans, palette });
  noticeMissed({
    missed: new MissedDeaths(model, state),
    isEnabled: () => settings.composite.explainDeaths,
    explain: ({ id }) => void app.commands.execute(DeathCommandIDs.explainLastDeath, { id }),
    showAll: showSidebar,
    trans
  });
  watchSessions([notebooks, consoles], { log, cases, deaths: model });
}

/** Waits for the dead kernel's memory to be freed, because fixes are judged by what is free. */
async function learnLoad(
  services: LoadServices | null,
  places: DeathPlaces,
  death: DeathCase
): Promise<void> {
  const { cell, kernelId } = death;
  const kernel = places.panelOf(kernelId)?.sessionContext.session?.kernel ?? null;
  if (services === null || cell === null || kernel === null) {
    return;
  }
  // Read before waiting: the log forgets what ran as soon as a new kernel process appears.
  const ran = services.log.cellsAtDeath(kernelId);
  await new Promise(resolve => setTimeout(resolve, FREED_AFTER_MS));
  const load = await lookUpLostLoad(services.judge, kernel, cell, ran, death.report);
  if (load) {
    death.learn(load);
  }
}

interface Parts {
  model: DeathsModel;
  log: ExecutionLog;
  places: DeathPlaces;
  cases: DeathCases;
  settings: SettingsModel;
  translations: ITranslator;
  opener: ReportOpener;
}

/** Shows the dialog and the error output, and suppresses JupyterLab's own dialog. */
function presentDeaths(parts: Parts): void {
  const { model, log, places, cases, settings, translations, opener } = parts;
  const trans = translations.load('jupyterlab_headroom');
  const isReplaced = (): boolean => settings.composite.explainDeaths && model.isAnswering;
  new StockDialogFilter({
    translator: translations,
    dyingPaths: () => places.dyingPaths(),
    isReplaced
  });
  new DeadCellMarker({
    cases,
    trans,
    isEnabled: () => isReplaced() && settings.composite.markDeadCell,
    panelOf: id => places.panelOf(id),
    running: id => log.running(id)
  });
  new DeathPresenter({ cases, places, opener, isEnabled: isReplaced });
}

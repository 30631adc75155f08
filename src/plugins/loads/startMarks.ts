import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { HeadroomClient } from '../../logic/types';
import { LoadMarks } from '../../model/loads/loadMarks';
import type { MonitorModel } from '../../model/memory/monitor';
import type { SettingsModel } from '../../model/settings';
import type { LoadServices } from '../../tokens';
import { CellMarks } from '../../widgets/loads/cellMarks';

export interface MarkParts {
  client: HeadroomClient;
  monitor: MonitorModel;
  settings: SettingsModel;
  services: LoadServices;
  notebooks: INotebookTracker;
  trans: TranslationBundle;
}

/** Creates the marks for all cells. */
export function cellMarks({ client, monitor, services, ...parts }: MarkParts): CellMarks {
  const loads = new LoadMarks({ client, capacity: monitor, log: services.log });
  return new CellMarks({ ...parts, monitor, loads });
}

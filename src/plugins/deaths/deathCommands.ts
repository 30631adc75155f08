import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { DeathReport } from '../../logic/types';
import type { CellMemory } from '../../model/deaths/cellMemory';
import type { DeathCase } from '../../model/deaths/deathCase';
import type { DeathsModel } from '../../model/deaths/deaths';
import type { ReportOpener } from '../../controllers/deaths/reportOpener';

export namespace DeathCommandIDs {
  export const explainLastDeath = 'headroom:explain-last-death';
}

interface Parts {
  model: DeathsModel;
  memory: CellMemory;
  opener: ReportOpener;
  trans: TranslationBundle;
  palette: ICommandPalette | null;
}

/** Adds `headroom:explain-last-death`, which also explains an older report by its id. */
export function addDeathCommands(
  commands: CommandRegistry,
  { model, memory, opener, trans, palette }: Parts
): void {
  const reportFor = (id: unknown): DeathReport | null =>
    typeof id === 'string' ? model.byId(id) : (model.deaths[0] ?? null);
  commands.addCommand(DeathCommandIDs.explainLastDeath, {
    label: trans.__('Explain the Last Kernel Death'),
    caption: trans.__('Show why a kernel died, with the evidence'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          id: {
            type: 'string',
            description: trans.__('Id of a death report; the newest if left out')
          }
        }
      }
    },
    isEnabled: args => reportFor(args.id) !== null,
    execute: async args => {
      const report = reportFor(args.id);
      if (report) {
        opener.open(await caseOf(report, memory));
      }
    }
  });
  model.changed.connect(() => commands.notifyCommandChanged(DeathCommandIDs.explainLastDeath));
  palette?.addItem({
    command: DeathCommandIDs.explainLastDeath,
    category: trans.__('Headroom')
  });
}

async function caseOf(report: DeathReport, memory: CellMemory): Promise<DeathCase> {
  const { DeathCase } = await import('../../model/deaths/deathCase');
  return new DeathCase({
    kernelId: report.kernel.id,
    path: report.kernel.path,
    cell: await memory.cellOf(report.id),
    report,
    noticedMs: report.timeMs
  });
}

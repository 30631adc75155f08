import type { TranslationBundle } from '@jupyterlab/translation';

import type { Answer, CellRun } from './cellRunRules';
import type { MutedLoads } from '../../model/loads/mutedLoads';
import type { PrecheckResult } from '../../model/loads/precheck';
import { askBeforeRun } from '../../widgets/loads/precheckDialog';

/** Asks the user about a load, unless they have chosen not to be asked about it again. */
export function confirmRun(
  muted: MutedLoads,
  trans: TranslationBundle
): (result: PrecheckResult, run: CellRun) => Promise<Answer> {
  return async (result, run) => {
    const path = run.sessionContext?.session?.path ?? '';
    const { facts, call } = result.verdict.estimate;
    const model = call.model.value ?? facts.reference;
    if (muted.has(path, model)) {
      return { run: true, remedy: null };
    }
    const source = result.load.source;
    const answer = await askBeforeRun({ ...result, source }, trans);
    // Muting means that the user knows better; cancelling the run means nothing of the kind.
    if (answer.mute && answer.action !== 'cancel') {
      muted.add(path, model);
    }
    return { run: answer.action !== 'cancel', remedy: answer.remedy };
  };
}

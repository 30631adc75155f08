import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

interface IUncheckedNoticeProps {
  /** Id of the plugin that runs cells; null: all cells are checked. */
  runner: string | null;
  trans: TranslationBundle;
}

/** Says that cells run past the check, which nobody would notice otherwise. */
export function UncheckedNotice({ runner, trans }: IUncheckedNoticeProps): JSX.Element | null {
  return runner === null ? null : (
    <p className="jp-Headroom-hint jp-Headroom-unchecked" role="note">
      {trans.__('Cells are run by %1; they are not checked before the run.', runner)}
    </p>
  );
}

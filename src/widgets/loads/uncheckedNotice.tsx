import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

interface IUncheckedNoticeProps {
  /** The plugin that runs cells unchecked, by id if known; null if all cells are checked. */
  runner: string | null;
  trans: TranslationBundle;
}

/** Says that cells bypass the check, which would otherwise go unnoticed. */
export function UncheckedNotice({ runner, trans }: IUncheckedNoticeProps): JSX.Element | null {
  return runner === null ? null : (
    <p className="jp-Headroom-hint jp-Headroom-unchecked" role="note">
      {trans.__('Cells are run by %1; they are not checked before the run.', runner)}
    </p>
  );
}

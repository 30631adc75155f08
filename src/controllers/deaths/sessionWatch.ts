import type { ISessionContext, IWidgetTracker } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

import type { ExecutionLog } from '../../model/cells/executionLog';
import type { DeathCases } from '../../model/deaths/deathCases';
import type { DeathsModel } from '../../model/deaths/deaths';
import { refreshStatus } from '../../kernel/restartedStatus';

/** What is kept informed of events in the sessions of this page. */
export interface SessionListeners {
  log: ExecutionLog;
  cases: DeathCases;
  deaths: DeathsModel;
}

type SessionWidget = Widget & { sessionContext: ISessionContext };

/** Follows the sessions of all notebooks and consoles, including those opened later. */
export function watchSessions(
  trackers: readonly (IWidgetTracker<SessionWidget> | null)[],
  listeners: SessionListeners
): void {
  for (const tracker of trackers) {
    tracker?.forEach(widget => watchSession(widget.sessionContext, listeners));
    tracker?.widgetAdded.connect((_, widget) => watchSession(widget.sessionContext, listeners));
  }
}

/** Follows the kernel of a notebook or console until its context is disposed. */
function watchSession(context: ISessionContext, { log, cases, deaths }: SessionListeners): void {
  const follow = (): void => {
    const kernel = context.session?.kernel;
    if (kernel) {
      log.watch(kernel);
    }
  };
  context.kernelChanged.connect(follow);
  follow();
  context.statusChanged.connect((_, status) => {
    const kernel = context.session?.kernel;
    if (status === 'autorestarting' && kernel) {
      cases.restarting(kernel.id, context.session?.path ?? null);
      refreshStatus(kernel);
    }
  });
  context.connectionStatusChanged.connect((_, status) => {
    if (status === 'connected') {
      // Fetch the deaths that happened while the page was disconnected.
      void deaths.refresh(true);
    }
  });
}

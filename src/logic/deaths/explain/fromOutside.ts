import type { DaemonKilled, DeathReport, KilledFromOutside, RunningCell } from '../../types';
import { notTheGpu } from './notTheGpu';
import { freeOthers, inParts } from '../steps/steps';
import type { DeathContext, Explanation, NextStep } from '../types';
import type { Translate } from '../../words/translate';
import { killed, outOfMemoryTitle } from './words';

/** systemd-oomd or oomd: kills a whole control group under memory pressure. */
export function killedByDaemon(
  { report, trans }: DeathContext,
  details: DaemonKilled
): Explanation {
  const daemon = details.daemon ?? 'systemd-oomd';
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 by %2, a service that ends programs before the machine runs out of memory.',
      killed(report.confidence, trans),
      daemon
    ),
    lines: [
      trans.__(
        'It looks at memory pressure (time lost waiting for memory), so this can happen below the limit.'
      ),
      ...notTheGpu(report, trans)
    ],
    nextSteps: daemonSteps(report, daemon, trans)
  };
}

/** earlyoom or nohang: both try SIGTERM before SIGKILL. */
export function killedByUserDaemon(
  { report, trans }: DeathContext,
  details: DaemonKilled
): Explanation {
  const daemon = details.daemon ?? 'earlyoom';
  return {
    title: outOfMemoryTitle(report.confidence, trans),
    sentence: trans.__(
      '%1 by %2, which ends the biggest program when the machine is low on memory.',
      killed(report.confidence, trans),
      daemon
    ),
    lines: notTheGpu(report, trans),
    nextSteps: daemonSteps(report, daemon, trans)
  };
}

function daemonSteps(report: DeathReport, daemon: string, trans: Translate): NextStep[] {
  return [
    ...freeOthers(report, trans),
    {
      text: trans.__('Read what it decided, and when:'),
      snippet: {
        language: 'shell',
        text: `journalctl -u ${daemon} --since -10min`
      }
    },
    inParts(trans)
  ];
}

/** SIGKILL, and no counter that could be read shows an OOM kill. */
export function killedFromOutside(
  { report, cell, trans }: DeathContext,
  { isNearLimit }: KilledFromOutside
): Explanation {
  return {
    title: trans.__('Killed from outside'),
    sentence: outsideSentence(report, trans),
    lines: [
      trans.__(
        'Typical senders: a person with kill -9, a script, a job scheduler at its time limit, an eviction by Kubernetes, the code itself with os.kill().'
      ),
      ...(isNearLimit
        ? [
            trans.__(
              'The kernel alone had nearly filled its memory limit. That proves nothing: a kernel that is killed by hand just then looks the same.'
            )
          ]
        : [])
    ],
    nextSteps: senderSteps(cell, trans)
  };
}

function outsideSentence(report: DeathReport, trans: Translate): string {
  const verb = killed(report.confidence, trans);
  return report.confidence === 'low'
    ? trans.__(
        '%1 by someone or something else (signal SIGKILL); nothing that could be read says more.',
        verb
      )
    : trans.__(
        '%1 by someone or something else (signal SIGKILL): nothing that was read points to a lack of memory.',
        verb
      );
}

/** SIGTERM: a request to end. */
export function terminatedFromOutside({ report, cell, trans }: DeathContext): Explanation {
  return {
    title: trans.__('Ended from outside'),
    sentence: trans.__(
      '%1 by a request from outside (signal SIGTERM), which JupyterLab did not send.',
      killed(report.confidence, trans)
    ),
    lines: [
      trans.__(
        'Typical senders: a job scheduler, a person with kill, a service that frees memory early, a shutdown of the machine.'
      )
    ],
    nextSteps: senderSteps(cell, trans)
  };
}

/** Code that sends signals: `os.kill`, `process.kill()`, `!kill -9`. */
const SENDS_SIGNALS = /\bkill(pg)?\s*\(|\bSIG(KILL|TERM)\b|^\s*!\s*(killall|p?kill)\b/m;

function senderSteps(cell: RunningCell | null, trans: Translate): NextStep[] {
  return [
    {
      text: SENDS_SIGNALS.test(cell?.source ?? '')
        ? trans.__(
            'The cell sends signals itself: look which process it means before you run it again.'
          )
        : trans.__('Run the cell again: nothing says that it would be killed again.'),
      place: 'cell'
    },
    {
      text: trans.__(
        'If it happens again, ask who runs this server; the copied report has the exact time.'
      ),
      place: 'report'
    }
  ];
}

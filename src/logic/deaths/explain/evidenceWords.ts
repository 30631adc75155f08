import type { Evidence } from '../../types';
import type { Translate } from '../../words/translate';

/** Whether a piece of evidence supports the stated cause, in a few words. */
export function supportWord({ readable, supports }: Evidence, trans: Translate): string {
  if (!readable) {
    return trans.__('could not be read');
  }
  switch (supports) {
    case true:
      return trans.__('supports it');
    case false:
      return trans.__('speaks against it');
    case null:
      return trans.__('says nothing either way');
  }
}

/**
 * A source of evidence in words for people. The server names the sources, in
 * `jupyterlab_headroom/diagnosis/evidence.py`; a name that is not known here is shown as it is.
 */
export function sourceWord(source: string, trans: Translate): string {
  switch (source) {
    case 'exit-status':
      return trans.__('How the process ended');
    case 'peak-memory':
      return trans.__('The most it ever had in memory');
    case 'kernel-log':
      return trans.__('Log of the Linux kernel');
    case 'vmstat':
      return trans.__('OOM kills on this machine');
    case 'history':
      return trans.__('Last sample before');
    case 'dev-shm':
      return trans.__('Shared memory');
    case 'stderr':
      return trans.__('Last line it wrote');
    default:
      return counterWord(source, trans);
  }
}

/** Files of a control group; the server calls them what Linux calls them. */
function counterWord(source: string, trans: Translate): string {
  switch (source) {
    case 'memory.events':
    case 'memory.events.local':
      return trans.__('Memory counters of its control group');
    case 'memory.oom_control':
      return trans.__('OOM kills in its control group');
    case 'memory.failcnt':
      return trans.__('How often its control group was at the limit');
    case 'xattr user.oomd_kill':
      return trans.__('Kills by systemd-oomd');
    default:
      return source;
  }
}

import { CAUSES } from '../logic/types';
import type { Cause, DeathDetails, LinuxKill, OneDeath } from '../logic/types';
import { flag, number, object, oneOf, orNull, text, unexpected } from './wireFields';
import type { Decode, Fields } from './wireFields';

const linuxKill: Decode<LinuxKill> = object(fields => ({
  scope: fields.get('scope', oneOf(['limit', 'machine'])),
  limitGroup: fields.get('limit_cgroup', orNull(text)),
  groupLimitBytes: fields.get('group_limit_bytes', orNull(number)),
  killedRssBytes: fields.get('killed_rss_bytes', orNull(number)),
  isWholeGroup: fields.get('whole_group', flag),
  isBySysRq: fields.get('by_sysrq', flag)
}));

/** Which details a death has depends on its cause, so that is read first. */
export const deathDetails: Decode<DeathDetails> = (value, where) =>
  object(fields => {
    const cause = fields.get('cause', oneOf(CAUSES));
    return cause === 'crash-loop'
      ? { cause, last: fields.get('last', lastDeath) }
      : oneDeath(cause, fields);
  })(value, where);

const lastDeath: Decode<OneDeath> = (value, where) => {
  const last = deathDetails(value, where);
  if (last.cause === 'crash-loop') {
    throw unexpected(where, 'a single death');
  }
  return last;
};

function oneDeath(cause: Exclude<Cause, 'crash-loop'>, fields: Fields): OneDeath {
  switch (cause) {
    case 'oom-kill-limit':
    case 'oom-kill-machine':
      return { cause, kill: fields.get('kill', linuxKill) };
    case 'oom-kill-other-grew':
      return {
        cause,
        kill: fields.get('kill', linuxKill),
        grower: fields.get('grower', text),
        growerGrowthBytes: fields.get('grower_growth_bytes', orNull(number))
      };
    case 'worker-oom-kill':
      return {
        cause,
        kill: fields.get('kill', linuxKill),
        victim: fields.get('victim', orNull(text)),
        isKinSeen: fields.get('is_kin_seen', flag)
      };
    case 'oom-kill-daemon':
    case 'oom-kill-user-daemon':
      return { cause, daemon: fields.get('daemon', orNull(text)) };
    case 'killed-from-outside':
      return { cause, isNearLimit: fields.get('near_limit', flag) };
    case 'shared-memory-full':
      return { cause, totalBytes: fields.get('shm_total_bytes', number) };
    case 'segfault':
    case 'illegal-instruction':
      return { cause, module: fields.get('module', orNull(text)) };
    case 'signal':
      return { cause, signal: fields.get('signal', number) };
    default:
      return { cause };
  }
}

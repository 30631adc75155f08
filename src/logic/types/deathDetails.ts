/** What is known of a death beyond its cause; jupyterlab_headroom/nouns/death_details.py. */

/** An OOM kill by Linux. */
export interface LinuxKill {
  /** Whether a control group reached its limit, or the whole machine was full. */
  scope: 'limit' | 'machine';
  /** Control group at its limit; null: not visible from there, or the machine. */
  limitGroup: string | null;
  /** The limit of that group. */
  groupLimitBytes: number | null;
  /** Anonymous and shared memory of the victim; null without the line of the kernel log. */
  killedRssBytes: number | null;
  /** memory.oom.group: every process of the control group was killed at once. */
  isWholeGroup: boolean;
  /** A person asked for the kill with the magic SysRq key. */
  isBySysRq: boolean;
}

export interface OomKilled {
  cause: 'oom-kill-limit' | 'oom-kill-machine';
  kill: LinuxKill;
}

export interface OtherGrew {
  cause: 'oom-kill-other-grew';
  kill: LinuxKill;
  /** What people call the kernel that took the memory. */
  grower: string;
  growerGrowthBytes: number | null;
}

export interface WorkerOomKilled {
  cause: 'worker-oom-kill';
  kill: LinuxKill;
  /** Name of the process; null without the line of the kernel log. */
  victim: string | null;
  /** It was seen among the kernel's own processes while it lived. */
  isKinSeen: boolean;
}

export interface DaemonKilled {
  cause: 'oom-kill-daemon' | 'oom-kill-user-daemon';
  /** null: none has said that it was its doing. */
  daemon: string | null;
}

export interface KilledFromOutside {
  cause: 'killed-from-outside';
  /** The kernel alone had nearly filled its limit, which proves nothing. */
  isNearLimit: boolean;
}

export interface SharedMemoryFull {
  cause: 'shared-memory-full';
  totalBytes: number;
}

export interface NativeCrash {
  cause: 'segfault' | 'illegal-instruction';
  /** File of the library or program that crashed; null without the line of the kernel log. */
  module: string | null;
}

export interface OtherSignal {
  cause: 'signal';
  signal: number;
}

/** The rest of the report says everything. */
export interface PlainEnd {
  cause:
    | 'terminated-from-outside'
    | 'bus-error'
    | 'abort'
    | 'out-of-memory-native'
    | 'exited'
    | 'could-not-start'
    | 'unknown';
}

export type OneDeath =
  | OomKilled
  | OtherGrew
  | WorkerOomKilled
  | DaemonKilled
  | KilledFromOutside
  | SharedMemoryFull
  | NativeCrash
  | OtherSignal
  | PlainEnd;

export interface CrashLoop {
  cause: 'crash-loop';
  last: OneDeath;
}

export type DeathDetails = OneDeath | CrashLoop;

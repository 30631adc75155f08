/** What is known about a death beyond its cause; see jupyterlab_headroom/nouns/death_details.py. */

/** An OOM kill by Linux. */
export interface LinuxKill {
  /** Whether a control group reached its limit, or the whole machine was full. */
  scope: 'limit' | 'machine';
  /**
   * The control group that reached its limit; null: not visible from here, or the machine was full.
   */
  limitGroup: string | null;
  /** The limit of that group. */
  groupLimitBytes: number | null;
  /** Anonymous and shared memory of the victim; null without the kernel log line. */
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
  /** The display name of the kernel that took the memory. */
  grower: string;
  growerGrowthBytes: number | null;
}

export interface WorkerOomKilled {
  cause: 'worker-oom-kill';
  kill: LinuxKill;
  /** Name of the process; null without the kernel log line. */
  victim: string | null;
  /** Whether it was seen among the kernel's own processes while it was alive. */
  isKinSeen: boolean;
}

export interface DaemonKilled {
  cause: 'oom-kill-daemon' | 'oom-kill-user-daemon';
  /** null: no daemon has reported doing it. */
  daemon: string | null;
}

export interface KilledFromOutside {
  cause: 'killed-from-outside';
  /**
   * The kernel alone had nearly filled its limit, which suggests an OOM kill but proves nothing.
   */
  isNearLimit: boolean;
}

export interface SharedMemoryFull {
  cause: 'shared-memory-full';
  totalBytes: number;
}

export interface NativeCrash {
  cause: 'segfault' | 'illegal-instruction';
  /** File of the library or program that crashed; null without the kernel log line. */
  module: string | null;
}

export interface OtherSignal {
  cause: 'signal';
  signal: number;
}

/** The rest of the report says it all; the cause has no details. */
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

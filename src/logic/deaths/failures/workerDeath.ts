/** Recognises from a cell's error and output that a process it had started was killed. */

export interface WorkerDeath {
  /** The library or program whose message it is. */
  reportedBy: 'dataloader' | 'process-pool' | 'subprocess' | 'shell' | 'ray';
  /** null: the message does not name it. */
  pid: number | null;
  signal: 'SIGKILL' | 'SIGBUS' | 'SIGSEGV' | null;
  /** torch suggests that shared memory may be short; only the counters can confirm it. */
  mentionsSharedMemory: boolean;
  /** The recognised line, verbatim. */
  line: string;
}

const PATTERNS: readonly {
  reportedBy: WorkerDeath['reportedBy'];
  signal: WorkerDeath['signal'];
  pattern: RegExp;
}[] = [
  {
    reportedBy: 'dataloader',
    signal: 'SIGKILL',
    pattern: /DataLoader worker \(pid (\d+)\) is killed by signal: Killed/
  },
  {
    reportedBy: 'dataloader',
    signal: 'SIGBUS',
    pattern: /DataLoader worker \(pid (\d+)\) is killed by signal: Bus error/
  },
  {
    reportedBy: 'dataloader',
    signal: 'SIGSEGV',
    pattern: /DataLoader worker \(pid (\d+)\) is killed by signal: Segmentation fault/
  },
  {
    reportedBy: 'dataloader',
    signal: null,
    pattern: /DataLoader worker \(pid(?:\(s\))? (\d+)[^)]*\) exited unexpectedly/
  },
  {
    reportedBy: 'process-pool',
    signal: null,
    pattern: /A process in the process pool was terminated abruptly/
  },
  {
    reportedBy: 'process-pool',
    signal: 'SIGKILL',
    pattern: /A worker process managed by the executor was unexpectedly terminated/
  },
  {
    reportedBy: 'ray',
    signal: 'SIGKILL',
    pattern: /killed by the Ray.*memory monitor|ray\.exceptions\.OutOfMemoryError/
  },
  { reportedBy: 'subprocess', signal: 'SIGKILL', pattern: /died with <Signals\.SIGKILL: 9>/ },
  {
    reportedBy: 'subprocess',
    signal: 'SIGKILL',
    pattern: /returned non-zero exit status (?:137|-9)\b/
  },
  { reportedBy: 'shell', signal: 'SIGKILL', pattern: /exit(?:ed with)? (?:status|code):? 137\b/ },
  { reportedBy: 'shell', signal: 'SIGKILL', pattern: /^(?:\/\S+: line \d+:\s+\d+ )?Killed\b(?!:)/ }
];

/** null if the text says nothing of the kind. */
export function readWorkerDeath(text: string): WorkerDeath | null {
  const lines = text.split('\n');
  for (const { reportedBy, signal, pattern } of PATTERNS) {
    const line = lines.find(candidate => pattern.test(candidate));
    if (line !== undefined) {
      const pid = pattern.exec(line)?.[1];
      return {
        reportedBy,
        signal,
        pid: pid === undefined ? null : Number(pid),
        mentionsSharedMemory: /shared memory/.test(text),
        line: line.trim()
      };
    }
  }
  return null;
}

/** Recognises, by what a cell printed or raised, that a process it started was killed. */

export interface WorkerDeath {
  /** Who tells: decides which option lowers the number of workers. */
  told: 'dataloader' | 'process-pool' | 'subprocess' | 'shell' | 'ray';
  /** Number of the process, where the text names it. */
  pid: number | null;
  signal: 'SIGKILL' | 'SIGBUS' | 'SIGSEGV' | null;
  /** torch says that shared memory may be short; the counters decide. */
  mentionsSharedMemory: boolean;
  /** The line that was recognised, verbatim. */
  line: string;
}

const SHAPES: readonly {
  told: WorkerDeath['told'];
  signal: WorkerDeath['signal'];
  shape: RegExp;
}[] = [
  {
    told: 'dataloader',
    signal: 'SIGKILL',
    shape: /DataLoader worker \(pid (\d+)\) is killed by signal: Killed/
  },
  {
    told: 'dataloader',
    signal: 'SIGBUS',
    shape: /DataLoader worker \(pid (\d+)\) is killed by signal: Bus error/
  },
  {
    told: 'dataloader',
    signal: 'SIGSEGV',
    shape: /DataLoader worker \(pid (\d+)\) is killed by signal: Segmentation fault/
  },
  {
    told: 'dataloader',
    signal: null,
    shape: /DataLoader worker \(pid(?:\(s\))? (\d+)[^)]*\) exited unexpectedly/
  },
  {
    told: 'process-pool',
    signal: null,
    shape: /A process in the process pool was terminated abruptly/
  },
  {
    told: 'process-pool',
    signal: 'SIGKILL',
    shape: /A worker process managed by the executor was unexpectedly terminated/
  },
  {
    told: 'ray',
    signal: 'SIGKILL',
    shape: /killed by the Ray.*memory monitor|ray\.exceptions\.OutOfMemoryError/
  },
  { told: 'subprocess', signal: 'SIGKILL', shape: /died with <Signals\.SIGKILL: 9>/ },
  { told: 'subprocess', signal: 'SIGKILL', shape: /returned non-zero exit status (?:137|-9)\b/ },
  { told: 'shell', signal: 'SIGKILL', shape: /exit(?:ed with)? (?:status|code):? 137\b/ },
  { told: 'shell', signal: 'SIGKILL', shape: /^(?:\/\S+: line \d+:\s+\d+ )?Killed\b(?!:)/ }
];

/** null when the text does not say so. */
export function readWorkerDeath(text: string): WorkerDeath | null {
  const lines = text.split('\n');
  for (const { told, signal, shape } of SHAPES) {
    const line = lines.find(candidate => shape.test(candidate));
    if (line !== undefined) {
      const pid = shape.exec(line)?.[1];
      return {
        told,
        signal,
        pid: pid === undefined ? null : Number(pid),
        mentionsSharedMemory: /shared memory/.test(text),
        line: line.trim()
      };
    }
  }
  return null;
}

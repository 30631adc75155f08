// Code for test cells that use up memory.

/** Allocates memory until it is killed. */
export const FILL = "rows = []\nwhile True:\n    rows.append(b'x' * (20 * 2**20))";

/**
 * Starts a child process that does so, and waits for it. The child first lives for two of the
 * server's samples: one that starts and is killed between samples is, rightly, only reported as
 * "probably" a worker.
 */
export const WORKER = [
  'import subprocess, sys',
  `bomb = ${JSON.stringify(`import time\ntime.sleep(2)\n${FILL}`)}`,
  'done = subprocess.run([sys.executable, "-c", bomb])',
  'print("the worker ended with", done.returncode)'
].join('\n');

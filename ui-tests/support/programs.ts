// What the cells of the tests do to themselves.

/** Takes memory until somebody ends it. */
export const FILL = "rows = []\nwhile True:\n    rows.append(b'x' * (20 * 2**20))";

/**
 * A child process that does so, while its kernel waits for it. It lives for two looks of the server
 * first: one that is born and killed between them is told as "probably" a worker, rightly.
 */
export const WORKER = [
  'import subprocess, sys',
  `bomb = ${JSON.stringify(`import time\ntime.sleep(2)\n${FILL}`)}`,
  'done = subprocess.run([sys.executable, "-c", bomb])',
  'print("the worker ended with", done.returncode)'
].join('\n');

// What the cells of the tests do to themselves.

/** Takes memory until somebody ends it. */
export const FILL = "rows = []\nwhile True:\n    rows.append(b'x' * (20 * 2**20))";

/** A child process that does so, while its kernel waits for it. */
export const WORKER = [
  'import subprocess, sys',
  `bomb = ${JSON.stringify(FILL)}`,
  'done = subprocess.run([sys.executable, "-c", bomb])',
  'print("the worker ended with", done.returncode)'
].join('\n');

// `npm run test:vm`: runs the kill matrix on cgroup v2, in a small virtual machine (tests/vm).
import { capture, tail, which } from './lib/command.mjs';
import { installFromDebian } from './lib/debian.mjs';
import { ensureDevVenv } from './lib/dev-venv.mjs';
import { testCounts } from './lib/pipeline.mjs';
import { doing, runMain, say } from './lib/say.mjs';

const TOOLS = { 'qemu-system-x86_64': 'qemu-system-x86', cpio: 'cpio' };

await runMain(async () => {
  const venv = await ensureDevVenv();
  const missing = Object.keys(TOOLS).filter(tool => !which(tool));
  if (missing.length > 0) {
    await installFromDebian(missing.map(tool => TOOLS[tool]));
  }
  const { code, output } = await doing('Deaths in a virtual machine: pytest -m vm', () =>
    capture(venv.bin('python'), ['-m', 'pytest', '-m', 'vm', 'tests/vm'], { env: venv.env })
  );
  const { passed, failed, skipped } = testCounts(output);
  const isFailed = code !== 0 || passed + skipped === 0;
  if (isFailed) {
    say(tail(output));
  }
  if (skipped > 0) {
    const reasons = output.split('\n').filter(line => line.startsWith('SKIPPED'));
    say(`NOT PROVEN HERE: no death on cgroup v2 was tried\n${reasons.join('\n')}`);
  }
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = isFailed ? 1 : 0;
});

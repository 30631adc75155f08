// The summary of `npm test`: what failed, and what was skipped and why.
import { tail } from './command.mjs';
import { say } from './say.mjs';

const LINES = 120;

export function report(results) {
  results.forEach(sayWhy);
  results.forEach(saySkips);
}

function sayWhy({ ok, step, output }) {
  if (!ok) {
    say(`---- ${step.name} failed ----\n${tail(output, LINES)}\n`);
  }
}

/** pytest and our Playwright reporter print one `SKIPPED` line per reason. */
function saySkips({ step, output, counts }) {
  if (counts?.skipped) {
    const reasons = output.split('\n').filter(line => line.startsWith('SKIPPED'));
    say(`NOT PROVEN HERE: ${step.name} skipped ${counts.skipped}\n${reasons.join('\n')}\n`);
  }
}

// Runs named steps, a few at a time, and collects their results.
import { say, seconds } from './say.mjs';

/**
 * Runs steps of the form `{ name, run, needs?, slots?, isTest? }`, where `run` resolves with
 * `{ code, output }`. A step that takes all `slots` has the machine to itself. A step waits for the
 * steps named in its `needs`; other names there (set-up, steps not chosen) count as done.
 * Resolves with one result per step, in the order in which the steps were given.
 */
export async function runSteps(steps, slots) {
  const pending = [...steps];
  const results = new Map();
  const running = new Set();
  let free = slots;

  const isReady = step =>
    (step.needs ?? []).every(name => results.has(name) || !steps.some(s => s.name === name));
  const cost = step => Math.min(step.slots ?? 1, slots);

  const start = step => {
    pending.splice(pending.indexOf(step), 1);
    free -= cost(step);
    const task = runStep(step, results).then(result => {
      results.set(step.name, result);
      free += cost(step);
      running.delete(task);
    });
    running.add(task);
  };

  while (pending.length + running.size > 0) {
    const next = pending.find(step => isReady(step) && cost(step) <= free);
    if (next) {
      start(next);
    } else if (running.size > 0) {
      await Promise.race(running);
    } else {
      throw new Error(`Steps wait for each other: ${pending.map(s => s.name)}`);
    }
  }
  return steps.map(step => results.get(step.name));
}

async function runStep(step, results) {
  const broken = (step.needs ?? []).find(name => results.has(name) && !results.get(name).ok);
  if (broken) {
    say(`SKIP ${step.name}: ${broken} failed`);
    return {
      step,
      ok: false,
      output: `not run: ${broken} failed`,
      counts: null
    };
  }
  say(`  .. ${step.name}`);
  const begin = Date.now();
  const { code, output } = await step.run().catch(error => ({
    code: 1,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error)
  }));
  const counts = step.isTest ? testCounts(output) : null;
  const ok = code === 0 && (counts === null || counts.passed > 0);
  say(`${ok ? '  ok' : 'FAIL'} ${step.name}  ${seconds(Date.now() - begin)}${inWords(counts)}`);
  return { step, ok, output, counts };
}

const inWords = counts =>
  counts ? `  (${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped)` : '';

/** The test counts at the end of the output of jest, pytest or Playwright. */
export function testCounts(output) {
  const end = output
    .replace(/\u001b\[[0-9;]*m/g, '')
    .trimEnd()
    .split('\n')
    .slice(-12)
    .filter(line => !/^(Snapshots|Test Suites):/.test(line))
    .join('\n');
  const count = word => {
    const all = [...end.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))];
    return Number(all.at(-1)?.[1] ?? 0);
  };
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped')
  };
}

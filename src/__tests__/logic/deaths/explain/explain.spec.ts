import { explain, looking } from '../../../../logic/deaths/explain';
import { CAUSES } from '../../../../logic/types';
import type { Cause, Confidence } from '../../../../logic/types';
import { deathReport, runningCell, trans } from '../../../deathFixtures';

const CONFIDENCES: readonly Confidence[] = ['certain', 'high', 'medium', 'low'];
const everyVerdict = CAUSES.flatMap(cause =>
  CONFIDENCES.map(confidence => [cause, confidence] as const)
);

function textOf(cause: Cause, confidence: Confidence): string {
  const { title, sentence, lines } = explain(
    deathReport({ cause, confidence, details: {} }),
    runningCell(),
    trans
  );
  return [title, sentence, ...lines].join('\n');
}

describe('explain', () => {
  it.each(everyVerdict)('has an answer and a next step for %s (%s)', (cause, confidence) => {
    const said = explain(deathReport({ cause, confidence, details: {} }), null, trans);
    expect(said.title).not.toBe('');
    expect(said.sentence).toMatch(/\.$/);
    expect(said.nextSteps.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toMatch(/undefined|null|NaN|%\d/);
  });

  it('names the limit, and who set it', () => {
    const { sentence } = explain(deathReport(), runningCell(), trans);
    expect(sentence).toBe(
      'The kernel was killed because memory use reached the memory limit of 1 GiB ' +
        'set for its group of processes (control group /headroom-demo).'
    );
  });

  it.each([
    ['certain', /^The kernel was killed/],
    ['high', /^The kernel was, as far as can be known, killed/],
    ['medium', /^The kernel was probably killed/],
    ['low', /^The kernel may have been killed/]
  ] as const)('hedges a %s verdict', (confidence, words) => {
    expect(explain(deathReport({ confidence }), null, trans).sentence).toMatch(words);
  });

  it.each(['killed-from-outside', 'terminated-from-outside', 'exited', 'segfault'] as const)(
    'never says out of memory for %s',
    cause => {
      for (const confidence of CONFIDENCES) {
        expect(textOf(cause, confidence)).not.toMatch(/out of memory|ran out|limit of/i);
      }
    }
  );

  it.each([
    ['os.kill(pid, signal.SIGKILL)', /sends signals itself/],
    ['x = 1\n!kill -9 $pid', /sends signals itself/],
    ['process.kill()', /sends signals itself/],
    ['skill(level)', /Run the cell again/],
    ['model.fit(x)', /Run the cell again/]
  ])('sends nobody back into a cell that kills: %s', (source, words) => {
    for (const cause of ['killed-from-outside', 'terminated-from-outside'] as const) {
      const said = explain(deathReport({ cause }), { ...runningCell(), source }, trans);
      expect(said.nextSteps[0]?.text).toMatch(words);
    }
  });

  it('says that it was RAM and not VRAM, where there is a GPU', () => {
    const { lines } = explain(deathReport(), null, trans);
    expect(lines).toContain('It was RAM, not GPU memory: GPU 0 had 1 MiB of 140 GiB in use (0 %).');
    expect(explain(deathReport({ gpus: {} }), null, trans).lines.join()).not.toMatch(/GPU/);
  });

  it('says what the browser knows when the server told nothing', () => {
    expect(explain(null, runningCell(), trans).sentence).toMatch(/not been able to tell why/);
    expect(explain(null, null, trans).lines.join()).toMatch(/no cell running/);
    expect(looking(trans).sentence).toMatch(/Looking for evidence/);
  });

  it('keeps the cause of the last death of a crash loop', () => {
    const details = { last_cause: 'oom-kill-limit' };
    const { lines } = explain(deathReport({ cause: 'crash-loop', details }), null, trans);
    expect(lines).toContainEqual(
      expect.stringMatching(/^The last time: The kernel was killed because memory use reached/)
    );
  });

  it('hedges about a worker', () => {
    const report = deathReport({ cause: 'worker-oom-kill', confidence: 'medium' });
    expect(explain(report, null, trans).sentence).toMatch(/was probably killed because memory use/);
  });

  it.each([
    ['python3', 'python3, probably a process that it had started, was killed'],
    [null, 'a process that it had probably started was killed']
  ])('hedges about whose process it was that was killed: %s', (victim, words) => {
    const report = deathReport({
      cause: 'worker-oom-kill',
      confidence: 'medium',
      details: { victim, is_kin_seen: false }
    });
    const { title, sentence } = explain(report, null, trans);
    expect(title).toBe('Out of memory, probably in a worker process');
    expect(sentence).toContain(`The kernel lives, but ${words} because memory use reached`);
  });

  it('keeps the line of the log for the evidence', () => {
    const line = 'python[25266]: segfault at 0 ip 00007fd480985ad8 sp 00007ffd2e2e3438 error 4';
    const details = { module: 'libfoo.so', line };
    const said = explain(deathReport({ cause: 'segfault', details }), runningCell(), trans);
    expect(JSON.stringify(said)).not.toContain('segfault at');
    expect(said.sentence).toContain('inside libfoo.so');
  });

  it.each([
    ['libtorch_cpu.so', true],
    ['_multiarray_umath.cpython-311-x86_64-linux-gnu.so', true],
    ['libgomp-a34b3233.so.1', true],
    ['libcrypto.so.3', true],
    ['libmkl_core.so.2', true],
    ['libc10.so', true],
    ['libc.so.6', false],
    ['libc-2.31.so', false],
    ['libc.musl-x86_64.so.1', false],
    ['libm.so.6', false],
    ['libpthread-2.31.so', false],
    ['ld-linux-x86-64.so.2', false],
    ['ld-2.31.so', false],
    ['ld-musl-x86_64.so.1', false],
    ['libstdc++.so.6.0.30', false],
    ['libgcc_s.so.1', false],
    ['libdl.so.2', false],
    ['librt.so.1', false],
    ['libpython3.11.so.1.0', false],
    ['python3.11', false],
    ['python', false]
  ])('asks for the package of %s: %s', (module, isAsked) => {
    for (const cause of ['segfault', 'illegal-instruction'] as const) {
      const said = explain(deathReport({ cause, details: { module } }), runningCell(), trans);
      expect(said.sentence).toContain(module);
      const steps = said.nextSteps.map(({ text }) => text).join('\n');
      expect(steps.includes(`the package that brings ${module}`)).toBe(isAsked);
    }
  });

  it('says what could not be read when the cause is unknown', () => {
    const { lines } = explain(deathReport({ cause: 'unknown' }), null, trans);
    expect(lines).toContain('Could not be read: Log of the Linux kernel.');
  });
});

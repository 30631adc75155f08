import { explain, looking } from '../../../../logic/deaths/explain';
import { CAUSES } from '../../../../logic/types';
import type { Cause, Confidence } from '../../../../logic/types';
import { deathReport, detailsOf, runningCell, trans } from '../../../deathFixtures';

const CONFIDENCES: readonly Confidence[] = ['certain', 'high', 'medium', 'low'];
const everyVerdict = CAUSES.flatMap(cause =>
  CONFIDENCES.map(confidence => [cause, confidence] as const)
);

function textOf(cause: Cause, confidence: Confidence): string {
  const { title, sentence, lines } = explain({
    report: deathReport({ confidence, details: detailsOf(cause) }),
    cell: runningCell(),
    trans
  });
  return [title, sentence, ...lines].join('\n');
}

describe('explain', () => {
  it.each(everyVerdict)('has an answer and a next step for %s (%s)', (cause, confidence) => {
    const said = explain({
      report: deathReport({ confidence, details: detailsOf(cause) }),
      cell: null,
      trans
    });
    expect(said.title).not.toBe('');
    expect(said.sentence).toMatch(/\.$/);
    expect(said.nextSteps.length).toBeGreaterThan(0);
    expect(JSON.stringify(said)).not.toMatch(/undefined|null|NaN|%\d/);
  });

  it('names the limit, and who set it', () => {
    const { sentence } = explain({ report: deathReport(), cell: runningCell(), trans });
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
    expect(explain({ report: deathReport({ confidence }), cell: null, trans }).sentence).toMatch(
      words
    );
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
      const said = explain({
        report: deathReport({ details: detailsOf(cause) }),
        cell: { ...runningCell(), source },
        trans
      });
      expect(said.nextSteps[0]?.text).toMatch(words);
    }
  });

  it('says that it was RAM and not VRAM, where there is a GPU', () => {
    const { lines } = explain({ report: deathReport(), cell: null, trans });
    expect(lines).toContain('It was RAM, not GPU memory: GPU 0 had 1 MiB of 140 GiB in use (0 %).');
    expect(
      explain({ report: deathReport({ gpus: {} }), cell: null, trans }).lines.join()
    ).not.toMatch(/GPU/);
  });

  it('says what the browser knows when the server told nothing', () => {
    expect(explain({ report: null, cell: runningCell(), trans }).sentence).toMatch(
      /not been able to tell why/
    );
    expect(explain({ report: null, cell: null, trans }).lines.join()).toMatch(/no cell running/);
    expect(looking(trans).sentence).toMatch(/Looking for evidence/);
  });

  it('keeps the cause of the last death of a crash loop', () => {
    const details = detailsOf('crash-loop');
    const { lines } = explain({ report: deathReport({ details }), cell: null, trans });
    expect(lines).toContainEqual(
      expect.stringMatching(/^The last time: The kernel was killed because memory use reached/)
    );
  });

  it('hedges about a worker', () => {
    const report = deathReport({ details: detailsOf('worker-oom-kill'), confidence: 'medium' });
    expect(explain({ report, cell: null, trans }).sentence).toMatch(
      /was probably killed because memory use/
    );
  });

  it.each([
    ['python3', 'python3, probably a process that it had started, was killed'],
    [null, 'a process that it had probably started was killed']
  ])('hedges about whose process it was that was killed: %s', (victim, words) => {
    const report = deathReport({
      confidence: 'medium',
      details: detailsOf('worker-oom-kill', { victim, is_kin_seen: false })
    });
    const { title, sentence } = explain({ report, cell: null, trans });
    expect(title).toBe('Out of memory, probably in a worker process');
    expect(sentence).toContain(`The kernel lives, but ${words} because memory use reached`);
  });

  it('keeps the line of the log for the evidence', () => {
    const text = 'python[25266]: segfault at 0 ip 00007fd480985ad8 sp 00007ffd2e2e3438 error 4';
    const [fact] = deathReport().evidence;
    const evidence = fact ? [{ ...fact, source: 'kernel-log', text }] : [];
    const details = detailsOf('segfault', { module: 'libfoo.so' });
    const said = explain({
      report: deathReport({ details, evidence }),
      cell: runningCell(),
      trans
    });
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
      const said = explain({
        report: deathReport({ details: detailsOf(cause, { module }) }),
        cell: runningCell(),
        trans
      });
      expect(said.sentence).toContain(module);
      const steps = said.nextSteps.map(({ text }) => text).join('\n');
      expect(steps.includes(`the package that brings ${module}`)).toBe(isAsked);
    }
  });

  it.each([
    'oom-kill-limit',
    'oom-kill-machine',
    'oom-kill-other-grew',
    'worker-oom-kill'
  ] as const)('tells of a kill that was no ordinary one: %s', cause => {
    const linesOf = (kill: object): string =>
      explain({
        report: deathReport({ details: detailsOf(cause, { kill }) }),
        cell: null,
        trans
      }).lines.join();
    expect(linesOf({ whole_group: true })).toMatch(/killed all processes of the control group/);
    expect(linesOf({ by_sysrq: true })).toMatch(/with the SysRq key, so memory need not/);
    expect(linesOf({})).not.toMatch(/all processes|SysRq/);
  });

  it.each([true, false])('says how near the limit a kill by hand was: %s', near_limit => {
    const details = detailsOf('killed-from-outside', { near_limit });
    const lines = explain({ report: deathReport({ details }), cell: null, trans }).lines.join();
    expect(lines.includes('nearly filled its memory limit. That proves nothing')).toBe(near_limit);
  });

  it('knows the number of a signal that came through a launcher', () => {
    const exit = { ...deathReport().exit, signal: null, signalName: null, code: 136 };
    const { sentence } = explain({
      report: deathReport({ details: detailsOf('signal'), exit }),
      cell: null,
      trans
    });
    expect(sentence).toBe('The kernel was ended by the signal 8.');
  });

  it.each(['abort', 'exited', 'could-not-start', 'crash-loop'] as const)(
    'quotes the last words before %s',
    cause => {
      const report = deathReport({ details: detailsOf(cause), stderr: ['one', 'two'] });
      expect(explain({ report, cell: null, trans }).lines).toContain('Its last words: two');
    }
  );

  it('says what could not be read when the cause is unknown', () => {
    const { lines } = explain({
      report: deathReport({ details: detailsOf('unknown') }),
      cell: null,
      trans
    });
    expect(lines).toContain('Could not be read: Log of the Linux kernel.');
  });
});

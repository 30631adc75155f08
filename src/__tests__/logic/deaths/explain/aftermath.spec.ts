import { explain, looking } from '../../../../logic/deaths/explain';
import { CAUSES } from '../../../../logic/types';
import { deathReport, detailsOf, trans } from '../../../deathFixtures';

describe('what happens now', () => {
  it.each([
    [
      'restarting',
      /^A new, empty kernel takes its place: the variables are gone, code and outputs/
    ],
    ['dead', /^No new kernel is started any more: .* choose Restart Kernel in the Kernel menu\.$/],
    ['none', /^No new kernel starts by itself: .* choose Restart Kernel in the Kernel menu\.$/]
  ] as const)('is the first thing after the answer (%s)', (aftermath, words) => {
    expect(explain({ report: deathReport({ aftermath }), cell: null, trans }).lines[0]).toMatch(
      words
    );
  });

  it.each(CAUSES.filter(cause => cause !== 'worker-oom-kill'))('is told for %s', cause => {
    const [first] = explain({
      report: deathReport({ details: detailsOf(cause) }),
      cell: null,
      trans
    }).lines;
    expect(first).toMatch(/code and outputs/i);
  });

  it('does not call lost what a living kernel still has', () => {
    const report = deathReport({ details: detailsOf('worker-oom-kill'), aftermath: 'none' });
    const { lines } = explain({ report, cell: null, trans });
    expect(lines[0]).toMatch(/variables are intact/);
    expect(lines.join()).not.toMatch(/are gone/);
  });

  it('speaks of no variables where the kernel never had any', () => {
    const report = deathReport({ details: detailsOf('could-not-start') });
    expect(explain({ report, cell: null, trans }).lines[0]).toMatch(/^The server tries again/);
    expect(
      explain({ report: { ...report, aftermath: 'dead' }, cell: null, trans }).lines[0]
    ).toMatch(/Restart Kernel/);
  });

  it('is told before anything else is known, too', () => {
    expect(looking(trans).lines.join()).toMatch(/outputs are still there/);
    expect(explain({ report: null, cell: null, trans }).lines[0]).toMatch(/^A new, empty kernel/);
  });
});

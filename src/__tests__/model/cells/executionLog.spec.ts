import { ExecutionLog } from '../../../model/cells/executionLog';

const cell = (id: string) => ({ id, source: `x = '${id}'` });

describe('ExecutionLog', () => {
  it('keeps the order of execution, with repetitions', () => {
    const log = new ExecutionLog();
    ['b', 'a', 'b'].forEach(id => log.record('k', cell(id)));
    expect(log.cells('k').map(c => c.id)).toEqual(['b', 'a', 'b']);
    expect(log.cells('other')).toEqual([]);
  });

  it('takes cells of before the page was opened only once', () => {
    const log = new ExecutionLog();
    log.seed('k', () => [cell('old')]);
    log.record('k', cell('new'));
    log.seed('k', () => [cell('wrong')]);
    expect(log.cells('k').map(c => c.id)).toEqual(['old', 'new']);
  });

  it('knows nothing after a restart, and does not seed again', () => {
    const log = new ExecutionLog();
    log.record('k', cell('a'));
    log.forget('k');
    log.seed('k', () => [cell('before the restart')]);
    expect(log.cells('k')).toEqual([]);
  });

  it('stays bounded', () => {
    const log = new ExecutionLog();
    const firsts = new Set<string | undefined>();
    for (let i = 0; i < 2000; i++) {
      log.record('k', cell(String(i)));
      expect(log.cells('k').length).toBeLessThanOrEqual(600);
      firsts.add(log.cells('k')[0]?.id);
    }
    expect(log.cells('k').length).toBeGreaterThanOrEqual(500);
    expect(log.cells('k').at(-1)?.id).toBe('1999');
    // Dropped a hundred at a time, so that readers need not start again with each cell.
    expect(firsts.size).toBeLessThan(20);
  });

  it('forgets the kernels that were used longest ago', () => {
    const log = new ExecutionLog();
    for (let i = 0; i < 200; i++) {
      log.record(`kernel ${i}`, cell('a'));
      log.record('in use', cell(String(i)));
    }
    expect(log.cells('kernel 0')).toEqual([]);
    expect(log.cells('kernel 199')).toHaveLength(1);
    expect(log.cells('in use')).toHaveLength(200);
  });
});

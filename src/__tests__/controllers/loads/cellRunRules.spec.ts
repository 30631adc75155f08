import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { CellRunRules, type Answer, type CellRun } from '../../../controllers/loads/cellRunRules';
import { RestartsElsewhere } from '../../../kernel/restartsElsewhere';
import { ExecutionLog } from '../../../model/cells/executionLog';
import type { CellLoads } from '../../../model/loads/loadJudge';
import type { PrecheckModel, PrecheckResult } from '../../../model/loads/precheck';
import type { Fix } from '../../../logic/loads/fixes';
import type { Relief } from '../../../logic/loads/verdict/relief';
import type { CellSource } from '../../../logic/types';

class FakeKernel {
  statusChanged = new Signal<Kernel.IKernelConnection, Kernel.Status>(
    this as unknown as Kernel.IKernelConnection
  );
  anyMessage = new Signal<object, Kernel.IAnyMessageArgs>(this);
  constructor(readonly id: string) {}
  become(status: Kernel.Status): void {
    this.statusChanged.emit(status);
  }
}

function cellRun(source: string, kernel: FakeKernel | null, count: number | null = null) {
  const state = { source, isDisposed: false };
  const model = {
    id: `cell-${source}`,
    type: 'code',
    executionCount: count,
    sharedModel: {
      getSource: () => state.source,
      setSource: (source: string) => {
        state.source = source;
      }
    }
  };
  const run: CellRun = {
    cell: {
      model,
      get isDisposed() {
        return state.isDisposed;
      }
    },
    notebook: { cells: [model] },
    sessionContext: {
      session: { kernel: kernel as unknown as Kernel.IKernelConnection | null }
    }
  };
  return { run, state, model };
}

function setUp(result: PrecheckResult | null = null) {
  const seen: { executed: CellSource[]; isIdle: boolean[] } = {
    executed: [],
    isIdle: []
  };
  const precheck = {
    findLoad: (executed: CellSource[], cell: CellSource): CellLoads | null => {
      seen.executed = [...executed];
      return cell.source.startsWith('load') ? { ...load, source: cell.source } : null;
    },
    check: async (_load: CellLoads, _kernel: unknown, isIdle: boolean) => {
      seen.isIdle.push(isIdle);
      return result;
    }
  } as unknown as PrecheckModel;
  const confirm = jest.fn(async (): Promise<Answer> => ({ run: false, remedy: null }));
  const relieve = jest.fn(async () => true);
  const ran = jest.fn();
  return {
    rules: new CellRunRules({
      precheck,
      log: new ExecutionLog(),
      confirm,
      relieve,
      ran,
      restarts: null,
      elsewhere: new RestartsElsewhere()
    }),
    seen,
    relieve,
    ran,
    confirm
  };
}

const load: CellLoads = { calls: [], source: 'load', executed: [] };

describe('CellRunRules', () => {
  it('asks nothing about markdown, or without a kernel', () => {
    const { rules } = setUp();
    const { run, model } = cellRun('load()', new FakeKernel('k'));
    model.type = 'markdown';
    expect(rules.question(run)).toBeNull();
    expect(rules.question(cellRun('load()', null).run)).toBeNull();
  });

  it('reads cells that ran before in the order of their counts, then what it saw itself', () => {
    const { rules, seen } = setUp();
    const kernel = new FakeKernel('k');
    const { run, model } = cellRun('load()', kernel);
    const earlier = [cellRun('second', kernel, 2).model, cellRun('first', kernel, 1).model];
    const full: CellRun = { ...run, notebook: { cells: [...earlier, model] } };
    expect(rules.question(full)).not.toBeNull();
    expect(seen.executed.map(c => c.source)).toEqual(['first', 'second']);
    rules.started(cellRun('third', kernel).run, Promise.resolve(true));
    rules.question(full);
    expect(seen.executed.map(c => c.source)).toEqual(['first', 'second', 'third']);
  });

  it('forgets what ran when the kernel restarts', () => {
    const { rules, seen } = setUp();
    const kernel = new FakeKernel('k');
    const { run } = cellRun('a', kernel);
    rules.question(run);
    rules.started(run, Promise.resolve(true));
    kernel.become('autorestarting');
    rules.question(cellRun('load()', kernel).run);
    expect(seen.executed).toEqual([]);
  });

  it('knows that cells are still running, so that the kernel is not asked', async () => {
    const { rules, seen } = setUp();
    const kernel = new FakeKernel('k');
    let end: (ran: boolean) => void = () => undefined;
    rules.started(cellRun('a', kernel).run, new Promise(resolve => (end = resolve)));
    const { run } = cellRun('load()', kernel);
    await rules.ask(load, run);
    end(true);
    await Promise.resolve();
    await rules.ask(load, run);
    expect(seen.isIdle).toEqual([false, true]);
  });

  it('asks a person only about a verdict', async () => {
    const silent = setUp(null);
    const { run } = cellRun('load()', new FakeKernel('k'));
    expect(await silent.rules.ask(load, run)).toBe(true);
    expect(silent.confirm).not.toHaveBeenCalled();
    const loud = setUp({} as PrecheckResult);
    expect(await loud.rules.ask(load, run)).toBe(false);
    expect(loud.confirm).toHaveBeenCalledTimes(1);
  });

  it('applies a fix, and takes the edited cell for the one that was asked about', async () => {
    const { rules, confirm } = setUp({} as PrecheckResult);
    const { run, state } = cellRun('load(path)', new FakeKernel('k'));
    rules.question(run);
    const edits = [{ from: 9, to: 9, insert: ', mmap=True' }];
    const fix = { id: 'map-file', edits, values: {} } as unknown as Fix;
    confirm.mockResolvedValue({ run: true, remedy: { kind: 'edit', fix } });
    expect(await rules.ask(load, run)).toBe(true);
    expect(state.source).toBe('load(path, mmap=True)');
    expect(rules.isCurrent(run)).toBe(true);
  });

  it('shuts idle kernels down before the run, and does not run when that failed', async () => {
    const { rules, confirm, relieve } = setUp({} as PrecheckResult);
    const relief = { kernels: [] } as unknown as Relief;
    confirm.mockResolvedValue({ run: true, remedy: { kind: 'shut-down', relief } });
    const { run } = cellRun('load(path)', new FakeKernel('k'));
    rules.question(run);
    expect(await rules.ask(load, run)).toBe(true);
    expect(relieve).toHaveBeenCalledWith(relief);
    relieve.mockResolvedValue(false);
    expect(await rules.ask(load, run)).toBe(false);
  });

  it('does nothing to other kernels when the cell was changed meanwhile', async () => {
    const { rules, confirm, relieve } = setUp({} as PrecheckResult);
    const relief = { kernels: [] } as unknown as Relief;
    const { run, state } = cellRun('load(path)', new FakeKernel('k'));
    rules.question(run);
    confirm.mockImplementation(async () => {
      state.source = 'other';
      return { run: true, remedy: { kind: 'shut-down', relief } };
    });
    await rules.ask(load, run);
    expect(relieve).not.toHaveBeenCalled();
  });

  it('holds a cell while somebody else restarts the kernel', async () => {
    const { rules } = setUp();
    const kernel = new FakeKernel('k');
    const { run } = cellRun('load()', kernel);
    rules.question(run);
    expect(rules.delay(run)).toBeNull();
    const say = (type: string, session: string): void => {
      const header = { msg_type: type, session };
      const msg = { channel: 'iopub', header, parent_header: {}, content: { restart: true } };
      kernel.anyMessage.emit({ msg, direction: 'recv' } as unknown as Kernel.IAnyMessageArgs);
    };
    say('shutdown_reply', 'old');
    const delay = rules.delay(run);
    expect(delay).not.toBeNull();
    say('status', 'new');
    await delay;
    expect(rules.delay(run)).toBeNull();
  });

  it('tells which cells were handed to a kernel', () => {
    const { rules, ran } = setUp();
    rules.started(cellRun('%pip install x', new FakeKernel('k')).run, Promise.resolve(true));
    expect(ran).toHaveBeenCalledWith('k', '%pip install x');
  });

  it.each<[string, (c: ReturnType<typeof cellRun>) => void]>([
    ['edited', c => (c.state.source = 'other')],
    ['deleted', c => (c.state.isDisposed = true)],
    [
      'given another kernel',
      c =>
        (c.run.sessionContext = {
          session: {
            kernel: new FakeKernel('new') as unknown as Kernel.IKernelConnection
          }
        })
    ]
  ])('sees that a held cell was %s', (_name, change) => {
    const { rules } = setUp();
    const cell = cellRun('load()', new FakeKernel('k'));
    rules.question(cell.run);
    expect(rules.isCurrent(cell.run)).toBe(true);
    change(cell);
    expect(rules.isCurrent(cell.run)).toBe(false);
  });
});

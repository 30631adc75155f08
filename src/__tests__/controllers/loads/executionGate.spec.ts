import { ExecutionGate, type GateRules } from '../../../controllers/loads/executionGate';

interface Cell {
  name: string;
  asks?: boolean;
  kernel?: string;
  fails?: boolean;
  stale?: boolean;
}

/** A kernel that notes what it was given, and a person who answers when told to. */
function setUp(overrides: Partial<GateRules<Cell, string>> = {}) {
  const ran: string[] = [];
  const answers = new Map<string, (may: boolean) => void>();
  const rules: GateRules<Cell, string> = {
    keyOf: cell => cell.kernel ?? 'kernel',
    question: cell => (cell.asks ? cell.name : null),
    delay: () => null,
    ask: question => new Promise(resolve => answers.set(question, resolve)),
    isCurrent: cell => !cell.stale,
    started: () => undefined,
    ...overrides
  };
  const gate = new ExecutionGate(rules);
  const inner = (cell: Cell): Promise<boolean> => {
    ran.push(cell.name);
    return cell.fails ? Promise.reject(new Error('KernelReplyNotOK')) : Promise.resolve(true);
  };
  const run = (cell: Cell): Promise<boolean> => gate.run(cell, inner);
  return { run, ran, answers };
}

const tick = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

describe('ExecutionGate', () => {
  it('passes a cell without a question on in the same tick', () => {
    const { run, ran } = setUp();
    void run({ name: 'a' });
    expect(ran).toEqual(['a']);
  });

  it('keeps the order of Run All around a held cell', async () => {
    const { run, ran, answers } = setUp();
    const all = ['a', 'b', 'c', 'd'].map(name => run({ name, asks: name === 'b' }));
    await tick();
    expect(ran).toEqual(['a']);
    answers.get('b')?.(true);
    expect(await Promise.all(all)).toEqual([true, true, true, true]);
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not wait for a released cell to end before releasing the next', async () => {
    const ran: string[] = [];
    const gate = new ExecutionGate<Cell, string>({
      keyOf: () => 'kernel',
      question: cell => (cell.asks ? cell.name : null),
      delay: () => null,
      ask: () => Promise.resolve(true),
      isCurrent: () => true,
      started: () => undefined
    });
    const never = (cell: Cell): Promise<boolean> => {
      ran.push(cell.name);
      return new Promise(() => undefined);
    };
    void gate.run({ name: 'a', asks: true }, never);
    void gate.run({ name: 'b' }, never);
    await tick();
    expect(ran).toEqual(['a', 'b']);
  });

  it('drops the rest of the batch when a cell is refused', async () => {
    const { run, ran, answers } = setUp();
    const all = ['a', 'b', 'c'].map(name => run({ name, asks: name === 'b' }));
    await tick();
    answers.get('b')?.(false);
    expect(await Promise.all(all)).toEqual([true, false, false]);
    expect(ran).toEqual(['a']);
  });

  it('runs a later batch although an earlier one was refused', async () => {
    const { run, ran, answers } = setUp();
    const refused = run({ name: 'a', asks: true });
    await tick();
    const later = run({ name: 'b' });
    answers.get('a')?.(false);
    expect(await refused).toBe(false);
    expect(await later).toBe(true);
    expect(ran).toEqual(['b']);
  });

  it('does not run a held cell behind a failed one, as the kernel would not', async () => {
    const { run, ran, answers } = setUp();
    const failed = run({ name: 'a', fails: true });
    const held = run({ name: 'b', asks: true });
    await expect(failed).rejects.toThrow('KernelReplyNotOK');
    await tick();
    answers.get('b')?.(true);
    expect(await held).toBe(false);
    expect(ran).toEqual(['a']);
  });

  it('lets other kernels run meanwhile', async () => {
    const { run, ran } = setUp();
    void run({ name: 'a', asks: true });
    void run({ name: 'b', kernel: 'other' });
    expect(ran).toEqual(['b']);
  });

  it('waits for a kernel that died while the question was open, with all behind it', async () => {
    let restarted: () => void = () => undefined;
    let delay: Promise<void> | null = null;
    const { run, ran, answers } = setUp({ delay: () => delay });
    const all = [run({ name: 'a', asks: true }), run({ name: 'b' })];
    await tick();
    delay = new Promise(resolve => (restarted = resolve));
    answers.get('a')?.(true);
    await tick();
    expect(ran).toEqual([]);
    delay = null;
    restarted();
    expect(await Promise.all(all)).toEqual([true, true]);
    expect(ran).toEqual(['a', 'b']);
  });

  it('does not run a cell that changed while it was held', async () => {
    const { run, ran, answers } = setUp();
    const cell: Cell = { name: 'a', asks: true };
    const held = run(cell);
    await tick();
    cell.stale = true;
    answers.get('a')?.(true);
    expect(await held).toBe(false);
    expect(ran).toEqual([]);
  });

  it('holds cells of a kernel that is being restarted, in their order', async () => {
    let restarted: () => void = () => undefined;
    let delay: Promise<void> | null = new Promise(resolve => (restarted = resolve));
    const { run, ran } = setUp({ delay: () => delay });
    const first = run({ name: 'a' });
    delay = null;
    const second = run({ name: 'b' });
    await tick();
    expect(ran).toEqual([]);
    restarted();
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(ran).toEqual(['a', 'b']);
  });

  describe('fails open', () => {
    const fail = (): never => {
      throw new Error('ours');
    };
    beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
    afterEach(() => jest.restoreAllMocks());

    it.each<[string, Partial<GateRules<Cell, string>>]>([
      ['question', { question: fail }],
      ['keyOf', { keyOf: fail }],
      ['delay', { delay: fail }],
      ['a delay', { delay: () => Promise.reject(new Error('ours')), ask: async () => true }],
      ['ask', { ask: () => Promise.reject(new Error('ours')) }],
      ['isCurrent', { isCurrent: fail, ask: () => Promise.resolve(true) }],
      ['started', { started: fail, ask: () => Promise.resolve(true) }]
    ])('when %s breaks', async (_name, overrides) => {
      const { run, ran } = setUp(overrides);
      expect(await run({ name: 'a', asks: true })).toBe(true);
      expect(ran).toEqual(['a']);
      expect(console.error).toHaveBeenCalled();
    });
  });
});

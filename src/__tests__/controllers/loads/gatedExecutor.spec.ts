import { attachGate, GatedExecutor } from '../../../controllers/loads/gatedExecutor';

class ForeignExecutor {
  calls: string[] = [];
  runCell(options: string): Promise<boolean> {
    this.calls.push(options);
    return Promise.resolve(true);
  }
}

describe('attachGate', () => {
  it('plugs into our own executor, which is transparent before', async () => {
    const calls: string[] = [];
    const executor = new GatedExecutor<string>(async cell => calls.push(cell) > 0);
    await executor.runCell('a');
    expect(attachGate(executor, async () => false)).toBe('own');
    expect(await executor.runCell('b')).toBe(false);
    expect(calls).toEqual(['a']);
  });

  it('wraps the executor of another extension in place', async () => {
    const executor = new ForeignExecutor();
    const seen: string[] = [];
    const attached = attachGate(executor, (cell, inner) => {
      seen.push(cell);
      return inner(cell);
    });
    expect(attached).toBe('decorated');
    expect(await executor.runCell('a')).toBe(true);
    expect([seen, executor.calls]).toEqual([['a'], ['a']]);
  });

  it('leaves a frozen executor alone and says so', async () => {
    const executor = Object.freeze({ runCell: async (_: string) => true });
    expect(attachGate(executor, async () => false)).toBe('none');
    expect(await executor.runCell('a')).toBe(true);
  });
});

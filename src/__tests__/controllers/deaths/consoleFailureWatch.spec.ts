import type { IConsoleTracker } from '@jupyterlab/console';
import { Signal } from '@lumino/signaling';

import type { FailedCell } from '../../../controllers/deaths/failureWatch';
import { watchConsoleFailures } from '../../../controllers/deaths/consoleFailureWatch';

const CUDA = 'CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 3.95 GiB total capacity)';

type Output = Record<string, unknown>;

/** A console with one entry, as far as it is read. */
class FakeConsole {
  readonly executed = new Signal<this, Date>(this);
  readonly sessionContext = { session: { path: 'console-1', kernel: { id: 'k' } } };
  constructor(
    private readonly _source: string,
    private readonly _outputs: readonly Output[]
  ) {}

  readonly cells = {
    length: 1,
    get: () => ({
      model: {
        type: 'code',
        sharedModel: { getSource: () => this._source },
        outputs: {
          length: this._outputs.length,
          get: (index: number) => ({ toJSON: () => this._outputs[index] })
        }
      }
    })
  };
}

function run(source: string, outputs: readonly Output[]): FailedCell[] {
  const found: FailedCell[] = [];
  const console = new FakeConsole(source, outputs);
  const tracker = {
    forEach: (call: (panel: object) => void) => call({ console }),
    widgetAdded: new Signal<object, object>({})
  } as unknown as IConsoleTracker;
  watchConsoleFailures(tracker, failed => found.push(failed));
  console.executed.emit(new Date());
  return found;
}

const raised = (ename: string, evalue: string): Output => ({
  output_type: 'error',
  ename,
  evalue,
  traceback: [`${ename}: ${evalue}`]
});

describe('watchConsoleFailures', () => {
  it('recognises a full GPU', () => {
    const [failed] = run('model.cuda()', [raised('OutOfMemoryError', CUDA)]);
    expect(failed).toMatchObject({
      kernelId: 'k',
      path: 'console-1',
      failure: { kind: 'gpu-oom' }
    });
    expect(failed?.cell.source).toBe('model.cuda()');
  });

  it('recognises a killed process that a line started', () => {
    const killed = {
      output_type: 'stream',
      name: 'stdout',
      text: ['/bin/bash: line 1: 42 Killed']
    };
    expect(run('!python train.py', [killed])).toHaveLength(1);
    expect(run('print("Killed")', [killed])).toEqual([]);
  });

  it('leaves other errors and successes alone', () => {
    expect(run('1/0', [raised('ZeroDivisionError', 'division by zero')])).toEqual([]);
    expect(run('print(text)', [{ output_type: 'stream', text: CUDA }])).toEqual([]);
  });
});

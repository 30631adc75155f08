import { refreshStatus, type RestartedKernel } from '../../kernel/restartedStatus';

function kernel(changes: Partial<RestartedKernel> = {}) {
  const asked = jest.fn((_: object) => ({ done: Promise.resolve() }));
  const fake = {
    isDisposed: false,
    status: 'unknown' as RestartedKernel['status'],
    connectionStatus: 'connected' as RestartedKernel['connectionStatus'],
    requestExecute: asked as unknown as RestartedKernel['requestExecute'],
    ...changes
  };
  return { fake, asked };
}

describe('refreshStatus', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('asks until the state is known, and not again', () => {
    const { fake, asked } = kernel();
    refreshStatus(fake);
    jest.advanceTimersByTime(1900);
    expect(asked).not.toHaveBeenCalled();
    jest.advanceTimersByTime(200);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ code: '', silent: true });
    fake.status = 'idle';
    jest.advanceTimersByTime(60_000);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('asks a kernel that stays silent three times', () => {
    const { fake, asked } = kernel({ status: 'starting' });
    refreshStatus(fake);
    jest.advanceTimersByTime(60_000);
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it.each<[string, Partial<RestartedKernel>]>([
    ['is busy', { status: 'busy' }],
    ['is gone', { isDisposed: true }],
    ['is not connected', { connectionStatus: 'connecting' }]
  ])('leaves a kernel in peace that %s', (_, changes) => {
    const { fake, asked } = kernel(changes);
    refreshStatus(fake);
    jest.advanceTimersByTime(60_000);
    expect(asked).not.toHaveBeenCalled();
  });

  it('survives a refusal', async () => {
    const { fake, asked } = kernel();
    asked.mockImplementation(() => ({ done: Promise.reject(new Error('closed')) }));
    refreshStatus(fake);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveBeenCalledTimes(3);
  });
});

import type { CheckpointQuery, ModelFacts } from '../../../logic/types';
import { ModelFactsCache } from '../../../model/loads/modelFactsCache';
import { BFLOAT16 } from '../../precheckFixtures';

const QUERY: CheckpointQuery = {
  reference: 'org/model',
  kernelId: null,
  kind: 'transformers',
  cwd: null,
  options: {}
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('ModelFactsCache', () => {
  it('asks once in a minute for the same model', async () => {
    const checkpoint = jest.fn(async () => BFLOAT16);
    const cache = new ModelFactsCache({ checkpoint });
    await Promise.all([cache.checkpoint(QUERY), cache.checkpoint(QUERY)]);
    await jest.advanceTimersByTimeAsync(59_000);
    await cache.checkpoint(QUERY);
    expect(checkpoint).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2_000);
    await cache.checkpoint(QUERY);
    expect(checkpoint).toHaveBeenCalledTimes(2);
  });

  it('keeps a newer answer when an older question fails late', async () => {
    let fail: (error: Error) => void = () => undefined;
    const checkpoint = jest
      .fn(async () => BFLOAT16)
      .mockImplementationOnce(() => new Promise<ModelFacts>((_, reject) => (fail = reject)));
    const cache = new ModelFactsCache({ checkpoint });
    const older = cache.checkpoint(QUERY).catch(() => null);
    await jest.advanceTimersByTimeAsync(61_000);
    await cache.checkpoint(QUERY);
    fail(new Error('timed out'));
    await older;
    await cache.checkpoint(QUERY);
    expect(checkpoint).toHaveBeenCalledTimes(2);
  });
});

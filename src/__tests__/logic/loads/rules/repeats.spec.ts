import { findLoadCalls } from '../../../../logic/cells/detect';
import { allocationFacts, estimate } from '../../../../logic/loads/rules';
import type { Estimate, Interval, KernelEnvironment, ModelFacts } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { judgeAll } from '../../../../logic/loads/verdict/verdict';
import { IMPORTED, capacity, facts, group, kernel } from './fixtures';

const modules = IMPORTED;
const v4 = kernel({ transformers: '4.57.6' }, { modules });
const model = facts([group('BF16', 500)]);
const IMPORT = 'from transformers import AutoModel\nall = []\n';

function estimates(
  source: string,
  environment: KernelEnvironment | null,
  known: ModelFacts | null
): Estimate[] {
  return findLoadCalls([{ id: 'a', source }], 0).flatMap(call => {
    const found = known ?? allocationFacts(call);
    return found === null ? [] : estimate(call, found, environment);
  });
}

const inMib = ({ low, mid, high }: Interval): number[] => [low, mid, high].map(b => b / MIB);

describe('a loop that keeps its models', () => {
  it.each([
    ['for i in (1, 2, 3):\n    all.append(AutoModel.from_pretrained("m"))', [3000, 3000, 3000]],
    ['all = [AutoModel.from_pretrained("m") for i in (1, 2)]', [2000, 2000, 2000]],
    ['while more():\n    all.append(AutoModel.from_pretrained("m"))', [1000, 2000, 2000]],
    ['for x in xs:\n    all.append(AutoModel.from_pretrained("m"))', [1000, 2000, 2000]],
    ['for i in range(3):\n    m = AutoModel.from_pretrained("m")', [1000, 1000, 1000]]
  ])('%s', (cell, expected) => {
    const [found] = estimates(IMPORT + cell, v4, model);
    expect(inMib(found?.phases[0]?.anonymous ?? { low: 0, mid: 0, high: 0 })).toEqual(expected);
  });

  it('adds up different models once each', () => {
    const cell = 'for i in ["a", "b"]:\n    all.append(AutoModel.from_pretrained(i))';
    const both = estimates(IMPORT + cell, v4, model);
    expect(judgeAll(both, capacity(2100))?.kind).not.toBe('oom');
    expect(judgeAll(both, capacity(1900))?.kind).toBe('oom');
  });
});

describe('new arrays', () => {
  it.each([
    ['import numpy as np\nx = np.ones((1024, 1024, 128))', [1024, 1024, 1024]],
    ['import numpy as np\nx = np.zeros((1024, 1024, 128), dtype=np.float32)', [0, 512, 512]],
    ['import numpy as np\nx = np.full((1024, 1024, 128), 1, np.int8)', [128, 128, 128]],
    ['import numpy as np\nx = np.random.rand(1024, 1024, 128)', [1024, 1024, 1024]],
    ['import torch\nx = torch.ones(1024, 1024, 128)', [512, 512, 512]],
    ['import torch\nx = torch.zeros((1024, 1024, 128), dtype=torch.float16)', [256, 256, 256]]
  ])('%s', (cell, expected) => {
    const [found] = estimates(cell, v4, null);
    const need = found?.phases[0]?.anonymous ?? { low: 0, mid: 0, high: 0 };
    expect(inMib(need)).toEqual(expected);
  });

  it('counts a tensor on a GPU there', () => {
    const cell = 'import torch\nx = torch.ones(1024, 1024, 128, device="cuda")';
    const [found] = estimates(cell, v4, null);
    expect(found?.phases[0]?.anonymous.high).toBe(0);
    expect(found?.phases[0]?.vram['0']?.low).toBeGreaterThanOrEqual(512 * MIB);
  });

  it('says nothing about a shape that is not known', () => {
    const [found] = estimates('import numpy as np\nx = np.ones((n, 2 ** 30))', null, null);
    expect(found?.phases ?? []).toEqual([]);
  });
});

import { ClientError } from '../../../logic/types/clientError';
import type { ModelFacts, Refusal } from '../../../logic/types';
import { MIB } from '../../../logic/words/units';
import { WhatFitsModel } from '../../../model/loads/whatFits';
import { capacity, facts, group } from '../../logic/loads/rules/fixtures';
import { BFLOAT16 } from '../../precheckFixtures';

const ROOM = { freeBytes: 80e9, totalBytes: 80e9 };

function setUp(answer: ModelFacts | Error, gpus = {}, refusals: readonly Refusal[] = []) {
  return new WhatFitsModel({
    client: {
      checkpoint: async () => {
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
      environment: async () => ({
        versions: { transformers: '5.1.0' },
        cwd: null,
        environment: {},
        refusals
      })
    },
    capacity: { refresh: async () => undefined, capacityOf: () => capacity(1500, { gpus }) },
    kernelId: () => 'k'
  });
}

async function rowsOf(model: WhatFitsModel, reference = 'org/model') {
  await model.ask(reference);
  const { answer } = model;
  return answer.state === 'known'
    ? answer.rows.map(row => [row.name, row.ram?.kind ?? null, row.gpu?.kind ?? null])
    : answer;
}

describe('WhatFitsModel', () => {
  it('judges every dtype in RAM, the one of the file first', async () => {
    expect(await rowsOf(setUp(BFLOAT16))).toEqual([
      ['bfloat16', 'fits', null],
      ['float32', 'oom', null],
      ['float16', 'fits', null]
    ]);
  });

  it('adds the GPU, and what works only there', async () => {
    const rows = await rowsOf(setUp(BFLOAT16, { '0': ROOM }));
    expect(rows).toContainEqual(['4 bits (bitsandbytes)', null, 'fits']);
    expect(rows).toContainEqual(['bfloat16', 'fits', 'fits']);
  });

  it('tells what a limit refuses, though it would not be killed for', async () => {
    const refusals = [{ by: 'address-space', leftBytes: 400 * MIB }] as const;
    expect(await rowsOf(setUp(BFLOAT16, {}, refusals))).toContainEqual([
      'bfloat16',
      'refused',
      null
    ]);
  });

  it('reads a single file as it is', async () => {
    const one = facts([group('F32', 1000)], { reference: 'a/b.safetensors' });
    expect(await rowsOf(setUp(one), 'a/b.safetensors')).toEqual([['float32', 'fits', null]]);
  });

  it.each([
    [new ClientError('unreachable', 'The server is gone.'), 'The server is gone.'],
    [
      facts([], { found: 'missing', problem: { code: 'missing', message: 'Nothing is there.' } }),
      'Nothing is there.'
    ]
  ])('says in words what went wrong', async (answer, message) => {
    expect(await rowsOf(setUp(answer))).toMatchObject({ state: 'failed', message });
  });

  it('tells whoever looks that it is asking, and that it is done', async () => {
    const model = setUp(BFLOAT16);
    const seen: string[] = [];
    model.changed.connect(() => seen.push(model.answer.state));
    await model.ask('org/model');
    expect(seen).toEqual(['asking', 'known']);
  });
});

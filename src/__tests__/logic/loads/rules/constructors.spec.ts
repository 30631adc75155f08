/** Models that are made from a configuration, without reading weights. */
import { estimate } from '../../../../logic/loads/rules';
import type { LoadCall } from '../../../../logic/types';
import { MIB } from '../../../../logic/words/units';
import { IMPORTED, call, facts, group, kernel, name } from './fixtures';

const model = facts([group('BF16', 500)], { config: { dtype: 'bfloat16' } });
const modules = IMPORTED;

// Measured dtypes: `LlamaForCausalLM(config)` is float32 in 4.57.6 and 5.23.0.
it.each<[string, LoadCall, number]>([
  ['a class', call('transformers.LlamaForCausalLM'), 1000],
  ['from_config', call('transformers.AutoModelForCausalLM.from_config'), 500],
  [
    'from_config with a dtype',
    call('transformers.AutoModelForCausalLM.from_config', { dtype: name('torch.float32') }),
    1000
  ]
])('%s', (_, load, mib) => {
  for (const transformers of ['4.57.6', '5.18.0']) {
    const { phases } = estimate(load, model, kernel({ transformers }, { modules }));
    const highs = phases.map(phase => phase.anonymous.high / MIB);
    expect(Math.max(...highs)).toBe(mib);
  }
});

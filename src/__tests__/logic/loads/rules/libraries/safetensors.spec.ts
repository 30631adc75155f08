import { estimate } from '../../../../../logic/loads/rules';
import { MIB } from '../../../../../logic/words/units';
import { call, facts, group, kernel, str } from '../fixtures';

/** Measured: safetensors 0.8.0, a file of 200 MiB, peak of RssAnon and RssFile over the base. */
const measured = [
  ['safetensors.torch.load_file', {}, 'BF16', 0, 200],
  ['safetensors.numpy.load_file', {}, 'F32', 200, 200],
  ['safetensors.numpy.load_file', {}, 'F16', 200, 200],
  ['safetensors.safe_open', { framework: str('np') }, 'F32', 200, 200],
  ['safetensors.safe_open', { framework: str('pt') }, 'F32', 0, 200]
] as const;

describe('safetensors', () => {
  it.each(measured)('%s %j of %s', (callee, keywords, dtype, anon, file) => {
    const result = estimate(
      call(callee, keywords),
      facts([group(dtype, 200)]),
      kernel({ safetensors: '0.8.0' })
    );
    expect(result.phases[0]?.anonymous.mid).toBe(anon * MIB);
    expect(result.phases[0]?.file.mid).toBe(file * MIB);
    expect(result.verified).toBe(true);
  });

  it.each([
    [null, 0],
    ['0.5.0', 200]
  ])('numpy and bfloat16 with ml_dtypes %s', (ml_dtypes, most) => {
    const result = estimate(
      call('safetensors.numpy.load_file'),
      facts([group('BF16', 200)]),
      kernel({ safetensors: '0.8.0', ml_dtypes })
    );
    expect(result.phases[0]?.anonymous.low).toBe(0);
    expect(result.phases[0]?.anonymous.high).toBe(most * MIB);
  });

  it('says that a newer version was not checked', () => {
    const result = estimate(
      call('safetensors.torch.load_file'),
      facts([group('F32', 200)]),
      kernel({ safetensors: '0.9.1' })
    );
    expect(result.verified).toBe(false);
    expect(result.basis.map(b => b.code)).toContain('not-verified');
  });
});

/**
 * sentence-transformers: loads a transformers model on the CPU, then moves it to the device (the
 * first GPU unless the call says otherwise). Its dtype follows the rule of the installed
 * transformers.
 */
import type { PyValue } from '../../../types';
import { parseVersion } from '../versions';
import { keyword } from '../arguments';
import type { Load, Need, RuleSet } from '../need';
import { transformersNeed } from '../transformers/transformers';

/** Keyword arguments that are passed on to `from_pretrained` of transformers. */
const FORWARDED = ['model_kwargs', 'automodel_args'];

function rule(load: Load): Need | null {
  const versionText = load.environment?.versions['transformers'] ?? null;
  return transformersNeed({
    ...load,
    versionText,
    version: parseVersion(versionText),
    call: {
      ...load.call,
      library: 'transformers',
      keywords: forwarded(load),
      chain: [...deviceStep(load), ...load.call.chain]
    }
  });
}

function forwarded({ call }: Pick<Load, 'call'>): Readonly<Record<string, PyValue>> {
  const entries = FORWARDED.flatMap(name => {
    const value = keyword(call, name);
    return value?.kind === 'dict' ? value.entries : [];
  });
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (key.kind === 'string' ? [[key.value, value]] : []))
  );
}

/** `.to(device)` after the load; without `device=`, the first GPU. */
function deviceStep({ call }: Load): Load['call']['chain'] {
  if (forwarded({ call })['device_map'] !== undefined) {
    return [];
  }
  const device = keyword(call, 'device');
  const target: PyValue =
    device === null || device.kind === 'none' ? { kind: 'string', value: 'cuda' } : device;
  return [{ method: 'to', args: [target], keywords: {} }];
}

export const sentenceTransformers: readonly RuleSet[] = [
  { library: 'sentence-transformers', verifiedBelow: '6.3', rule }
];

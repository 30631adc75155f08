/**
 * `Model(config)` followed by `load_state_dict(...)`: avoids the random initial weights and the
 * copy.
 */
import { str, withKeyword } from '../changes';
import { insertBefore } from '../edits';
import { methodCalls, wrapInWith } from '../statements';
import type { Candidate, Proposer, TextEdit } from '../types';

/**
 * `with torch.device("meta")` creates only shapes, and `assign=True` replaces them with the loaded
 * tensors. Measured with a model of 1627 MiB: 13 MiB instead of 3254.
 */
export const metaInit: Proposer = ({ source, call }) => {
  const { target } = call;
  if (target === null || !call.callee.endsWith('.from_config')) {
    return [];
  }
  const loads = methodCalls(source, target, 'load_state_dict');
  const [load] = loads;
  const text = load && source.slice(load.from, load.to);
  if (load === undefined || loads.length > 1 || text === undefined || text.includes('assign')) {
    return [];
  }
  const assign: TextEdit = {
    from: load.argumentsEnd,
    to: load.argumentsEnd,
    insert: ', assign=True'
  };
  const candidate: Candidate = {
    id: 'meta-init',
    edits: allOrNothing([
      importOf(source, call),
      wrapInWith(source, call, 'torch.device("meta")'),
      [assign]
    ]),
    call: withKeyword(call, 'device_map', str('meta'))
  };
  return load.hasArguments ? [candidate] : [];
};

/** The edits of all parts; null if any part is not possible. */
const allOrNothing = (parts: readonly (TextEdit[] | null)[]): TextEdit[] | null =>
  parts.reduce<TextEdit[] | null>(
    (all, part) => (all === null || part === null ? null : [...all, ...part]),
    []
  );

const importOf = (source: string, call: Parameters<typeof insertBefore>[1]): TextEdit[] | null =>
  /^\s*import torch\b/m.test(source) ? [] : insertBefore(source, call, ['import torch']);

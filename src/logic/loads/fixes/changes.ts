/** Builds the load call that results from an edit. */
import type { LoadCall, PyValue } from '../../types';

export const str = (value: string): PyValue => ({ kind: 'string', value });
export const num = (value: number): PyValue => ({ kind: 'number', value });
export const bool = (value: boolean): PyValue => ({ kind: 'boolean', value });

export const withKeyword = (call: LoadCall, name: string, value: PyValue): LoadCall => ({
  ...call,
  keywords: { ...call.keywords, [name]: value }
});

export const withoutKeyword = (call: LoadCall, name: string): LoadCall => ({
  ...call,
  keywords: Object.fromEntries(Object.entries(call.keywords).filter(([key]) => key !== name))
});

/** Removes the first chained call of that name. */
export function withoutChained(call: LoadCall, method: string): LoadCall {
  const at = call.chain.findIndex(step => step.method === method);
  return { ...call, chain: call.chain.filter((_, i) => i !== at) };
}

/** Reads the arguments of a load call. */
import type { LoadCall, PyValue } from '../../types';

/** The value of a keyword that may have several names; `null` when it is not given. */
export function keyword(call: LoadCall, ...names: readonly string[]): PyValue | null {
  for (const name of names) {
    const value = call.keywords[name];
    if (value !== undefined) {
      return value;
    }
  }
  return null;
}

/** `true`/`false` as written; the default when absent; `null` when not known. */
export function flag(call: LoadCall, name: string, fallback: boolean): boolean | null {
  const value = keyword(call, name);
  if (value === null) {
    return call.keywordsComplete ? fallback : null;
  }
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'none':
      return fallback;
    default:
      return null;
  }
}

/** A number as written; `null` when absent or not a finite number literal. */
export function numberOf(value: PyValue | null | undefined): number | null {
  return value?.kind === 'number' && Number.isFinite(value.value) ? value.value : null;
}

export function textOf(value: PyValue | null | undefined): string | null {
  return value?.kind === 'string' ? value.value : null;
}

/** The last part of the callee's path, such as `load_file`. */
export const functionName = (call: LoadCall): string =>
  call.callee.slice(call.callee.lastIndexOf('.') + 1);

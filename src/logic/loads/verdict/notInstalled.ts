/** Loads that cannot happen: their library is not there, so the cell stops at its import. */
import type { Estimate, KernelEnvironment, LoadCall, ModelFacts } from '../../types';

/** Distribution -> module: only those that no other distribution brings, too. */
const MODULES: Readonly<Record<string, string>> = {
  diffusers: 'diffusers',
  safetensors: 'safetensors',
  'sentence-transformers': 'sentence_transformers',
  transformers: 'transformers'
};

/** False where it is not known. A command of the shell may run in another environment. */
export function isNotInstalled(call: LoadCall, environment: KernelEnvironment | null): boolean {
  return needsLibrary(call, environment) && environment?.versions[call.library] === null;
}

/** Nobody has told: neither that the library is there nor that it is missing. */
export function mayNotBeInstalled(call: LoadCall, environment: KernelEnvironment | null): boolean {
  return needsLibrary(call, environment) && environment?.versions[call.library] === undefined;
}

function needsLibrary(call: LoadCall, environment: KernelEnvironment | null): boolean {
  const module = MODULES[call.library];
  return (
    module !== undefined &&
    !call.callee.startsWith('shell:') &&
    // Imported from a checkout, without being installed.
    !(environment?.modules ?? []).includes(module)
  );
}

/** Takes nothing, and says why. */
export const nothingLoaded = (call: LoadCall, facts: ModelFacts): Estimate => ({
  call,
  facts,
  phases: [],
  dtype: null,
  basis: [{ code: 'not-installed', library: call.library }],
  verified: false,
  libraryVersion: null
});

/** The library that is missing; null where that is not what keeps the load from happening. */
export function missingLibrary({ basis: lines }: Estimate): string | null {
  const line = lines.find(line => line.code === 'not-installed');
  return line?.library ?? null;
}

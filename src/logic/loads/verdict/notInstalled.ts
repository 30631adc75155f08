/** Loads that cannot happen because their library is missing: the cell stops at the import. */
import type { Estimate, KernelEnvironment, LoadCall, ModelFacts } from '../../types';

/** Distribution -> module: only modules that no other distribution provides as well. */
const MODULES: Readonly<Record<string, string>> = {
  diffusers: 'diffusers',
  safetensors: 'safetensors',
  'sentence-transformers': 'sentence_transformers',
  transformers: 'transformers'
};

/** False when not known. Shell commands are left out: they may run in another environment. */
export function isNotInstalled(call: LoadCall, environment: KernelEnvironment | null): boolean {
  return needsLibrary(call, environment) && environment?.versions[call.library] === null;
}

/** It is not known whether the library is installed. */
export function mayNotBeInstalled(call: LoadCall, environment: KernelEnvironment | null): boolean {
  return needsLibrary(call, environment) && environment?.versions[call.library] === undefined;
}

function needsLibrary(call: LoadCall, environment: KernelEnvironment | null): boolean {
  const module = MODULES[call.library];
  return (
    module !== undefined &&
    !call.callee.startsWith('shell:') &&
    // It may have been imported from a checkout, without being installed.
    !(environment?.modules ?? []).includes(module)
  );
}

/** An estimate that needs no memory and states the reason. */
export const nothingLoaded = (call: LoadCall, facts: ModelFacts): Estimate => ({
  call,
  facts,
  phases: [],
  dtype: null,
  basis: [{ code: 'not-installed', library: call.library }],
  verified: false,
  libraryVersion: null
});

/** The library whose absence prevents the load; null if that is not the problem. */
export function missingLibrary({ basis: lines }: Estimate): string | null {
  const line = lines.find(line => line.code === 'not-installed');
  return line?.library ?? null;
}

/** Estimates what a load call needs, by the rules of its library. */
import type { Basis, Estimate, KernelEnvironment, LoadCall, ModelFacts } from '../../types';
import { compareVersions, parseVersion } from './versions';
import { importCost } from './imports';
import type { Load, RuleSet } from './need';
import { withImports } from './need';
import { safetensors } from './libraries/safetensors';
import { allocations } from './libraries/allocations';
import { data } from './libraries/data';
import { diffusers } from './libraries/diffusers';
import { llamaCpp } from './libraries/llamaCpp';
import { vllm } from './libraries/vllm';
import { weightFiles } from './libraries/weightFiles';
import { wrappers } from './libraries/wrappers';
import { repeated } from './repeats';
import { sentenceTransformers } from './libraries/sentenceTransformers';
import { torch } from './libraries/torch';
import { transformers } from './transformers/transformers';

export { allocationFacts } from './libraries/allocations';

/** The first rule set that matches decides. */
const RULES: readonly RuleSet[] = [
  ...safetensors,
  ...transformers,
  ...allocations,
  ...torch,
  ...sentenceTransformers,
  ...diffusers,
  ...vllm,
  ...llamaCpp,
  ...wrappers,
  ...weightFiles,
  ...data
];

/**
 * The memory that `call` needs, by phase.
 *
 * Without phases, nothing is known, so nothing should be said. Never throws, even if facts are
 * missing or odd.
 */
export function estimate(
  call: LoadCall,
  facts: ModelFacts,
  environment: KernelEnvironment | null
): Estimate {
  const rules = RULES.find(set => applies(set, call));
  const versionText = environment?.versions[call.library] ?? null;
  const version = parseVersion(versionText);
  const load: Load = { call, facts, environment, version, versionText };
  const found = rules?.rule(load) ?? null;
  const need = found && withImports(repeated(found, call), importCost(load, call.library));
  const verified = rules !== undefined && version !== null && isVerified(rules, load);
  return {
    call,
    facts,
    phases: need?.phases ?? [],
    resident: need?.resident ?? null,
    engine: need?.engine ?? null,
    dtype: need?.dtype ?? null,
    basis: need === null ? [] : [...need.basis, ...provenance(load, verified)],
    verified,
    libraryVersion: versionText
  };
}

function applies(set: RuleSet, call: LoadCall): boolean {
  return set.library === call.library && (set.callee === undefined || set.callee.test(call.callee));
}

function isVerified(rules: RuleSet, { version }: Load): boolean {
  const end = parseVersion(rules.verifiedBelow);
  return version !== null && end !== null && compareVersions(version, end) < 0;
}

function provenance(load: Load, verified: boolean): readonly Basis[] {
  const { facts, call, version, versionText } = load;
  const lines: Basis[] = facts.source === 'name' ? [{ code: 'guessed-from-name' }] : [];
  if (version === null) {
    lines.push({ code: 'version-unknown', library: call.library });
  } else if (!verified) {
    lines.push({ code: 'not-verified', library: call.library, version: versionText ?? '' });
  }
  return lines;
}

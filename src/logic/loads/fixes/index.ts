/** Edits of a cell that make its load fit. Each edited cell is judged again by the same rules. */
import { estimate } from '../rules';
import type { Capacity, KernelEnvironment, LoadCall, ModelFacts, VerdictKind } from '../../types';
import { judge, severity } from '../verdict/verdict';
import { llamaCppFixes, vllmFixes } from './libraries/engines';
import { cpuOffload } from './libraries/offload';
import { halfVariant, smallerQuantisation } from './libraries/otherFiles';
import { diffusersFixes, numpyFixes, sentenceTransformersFixes } from './libraries/others';
import { releaseFirst } from './rerun';
import { metaInit } from './libraries/stateDict';
import { torchFixes } from './libraries/torch';
import { transformersFixes } from './libraries/transformers';
import type { Candidate, Fix, Proposer, Situation, TextEdit } from './types';

export { describeFix } from './describe';
export type { Fix, FixId, TextEdit } from './types';

const BY_LIBRARY: Readonly<Record<string, readonly Proposer[]>> = {
  transformers: [transformersFixes, metaInit],
  torch: [torchFixes],
  vllm: [vllmFixes],
  'llama-cpp-python': [llamaCppFixes, smallerQuantisation],
  diffusers: [halfVariant, diffusersFixes, cpuOffload],
  'sentence-transformers': [sentenceTransformersFixes],
  numpy: [numpyFixes]
};

/** Verdicts that are good enough for a fix to be offered. */
const OFFERED: readonly VerdictKind[] = ['fits', 'slow'];

/**
 * Fixes for one load, best first; only those that turn a bad verdict into one that fits. Never
 * throws: a cell that cannot be edited has no fixes.
 *
 * @param source - the cell that is about to run, to which the ranges of `call` refer.
 */
export function proposeFixes(
  source: string,
  call: LoadCall,
  facts: ModelFacts,
  environment: KernelEnvironment | null,
  capacity: Capacity
): Fix[] {
  const verdict = judge(estimate(call, facts, environment), capacity);
  if (severity(verdict.kind) <= severity('slow')) {
    return [];
  }
  const situation: Situation = { source, call, facts, environment, capacity, verdict };
  const proposers = [releaseFirst, ...(BY_LIBRARY[call.library] ?? [])];
  const fixes = proposers
    .flatMap(propose => propose(situation))
    .flatMap(candidate => judged(candidate, situation))
    .filter(fix => OFFERED.includes(fix.verdict.kind));
  return firstOfEach(fixes).sort((a, b) => severity(a.verdict.kind) - severity(b.verdict.kind));
}

/** When an edit was tried in several sizes, the first one that fits is the best. */
const firstOfEach = (fixes: readonly Fix[]): Fix[] =>
  fixes.filter((fix, i) => fixes.findIndex(other => other.id === fix.id) === i);

function judged(candidate: Candidate, situation: Situation): Fix[] {
  const { id, edits, values = {} } = candidate;
  if (edits === null || edits.length === 0) {
    return [];
  }
  const again = estimate(
    candidate.call ?? situation.call,
    candidate.facts ?? situation.facts,
    candidate.environment ?? situation.environment
  );
  const verdict = judge(again, candidate.capacity ?? situation.capacity);
  return [{ id, edits: inOrder(edits), verdict, values }];
}

/** Sorts edits by position; merges insertions at the same place, in the order they were made. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  return sorted.reduce<TextEdit[]>((done, next) => {
    const last = done[done.length - 1];
    const same = last !== undefined && last.from === next.from && last.to === next.to;
    return same && next.from === next.to
      ? [...done.slice(0, -1), { ...last, insert: last.insert + next.insert }]
      : [...done, next];
  }, []);
}

/** The cell's source after the edits. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), source);
}

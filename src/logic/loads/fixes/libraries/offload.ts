/** Offloading in diffusers: the parts of a pipeline wait in RAM and take turns on the GPU. */
import type { LoadCall } from '../../../types';
import { withoutChained } from '../changes';
import { removeChained } from '../edits';
import { insertAfter, methodCalls } from '../statements';
import type { Candidate, Proposer, TextEdit } from '../types';

const OFFLOAD = 'enable_model_cpu_offload';
const MOVES = ['to', 'cuda'];

/**
 * Replaces `.to("cuda")`, in the same chain or further down in the cell, with
 * `.enable_model_cpu_offload()`.
 */
export const cpuOffload: Proposer = ({ source, call, capacity }) => {
  const { target } = call;
  const move = call.chain.find(step => MOVES.includes(step.method))?.method;
  const isOffloaded = call.chain.some(step => /^enable_\w*offload$/.test(step.method));
  if (!target || !move || isOffloaded || Object.keys(capacity.gpus).length === 0) {
    return [];
  }
  const candidate: Candidate = {
    id: 'cpu-offload',
    edits: inSameCall(source, call, target, move) ?? furtherDown(source, target, move),
    call: offloaded(call, move)
  };
  return [candidate];
};

function inSameCall(source: string, call: LoadCall, target: string, move: string) {
  const removed = removeChained(source, call, move);
  const added = insertAfter(source, call, [`${target}.${OFFLOAD}()`]);
  return removed && added && [...removed, ...added];
}

function furtherDown(source: string, target: string, move: string): TextEdit[] | null {
  const [found, ...others] = methodCalls(source, target, move);
  return found === undefined || others.length > 0
    ? null
    : [{ from: found.from, to: found.to, insert: `${target}.${OFFLOAD}()` }];
}

function offloaded(call: LoadCall, move: string): LoadCall {
  const rest = withoutChained(call, move);
  return { ...rest, chain: [...rest.chain, { method: OFFLOAD, args: [], keywords: {} }] };
}

/** Edits for inference engines (vLLM, llama.cpp), computed from what is free. */
import { elementBytes } from '../../rules/weights/dtype';
import { attentionOf, tokensWithin } from '../../rules/weights/kv';
import { estimate } from '../../rules';
import { GIB } from '../../../words/units';
import { num, withKeyword } from '../changes';
import { setKeyword } from '../edits';
import type { Candidate, Proposer, Situation } from '../types';

/** Kept free besides the engine's share, because other processes come and go. */
const SPARE_BYTES = 0.5 * GIB;
/** Shorter contexts are of little use. */
const FEWEST_TOKENS = 512;

export const vllmFixes: Proposer = situation => {
  const { call, facts, environment } = situation;
  const engine = estimate(call, facts, environment).engine;
  if (!engine) {
    return [];
  }
  const lower = lowerShare(situation, engine.gpus, engine.utilization);
  const share = lower?.share ?? engine.utilization;
  const room = share * smallestTotal(situation, engine.gpus) - engine.fixedBytes.high;
  const shorter = shorterContext(situation, room, engine.gpus.length, engine.maxTokens);
  return [
    ...(lower ? [lower.candidate] : []),
    ...(shorter ? [lower ? combined(lower.candidate, shorter) : shorter] : [])
  ];
};

/** A single fix that makes the edits of both. */
const combined = (a: Candidate, b: Candidate): Candidate => ({
  ...b,
  edits: a.edits && b.edits && [...a.edits, ...b.edits],
  call: b.call && { ...b.call, keywords: { ...a.call?.keywords, ...b.call.keywords } },
  values: { ...a.values, ...b.values }
});

/** Sets `gpu_memory_utilization` to the share that is free now, rounded down to 1 %. */
function lowerShare(
  { source, call, capacity }: Situation,
  gpus: readonly string[],
  now: number
): { share: number; candidate: Candidate } | null {
  const shares = gpus.map(gpu => {
    const { freeBytes, totalBytes } = capacity.gpus[gpu] ?? { freeBytes: null, totalBytes: null };
    return freeBytes === null || !totalBytes ? NaN : (freeBytes - SPARE_BYTES) / totalBytes;
  });
  const share = Math.floor(100 * Math.min(...shares)) / 100;
  if (!(share > 0 && share < now)) {
    return null;
  }
  return {
    share,
    candidate: {
      id: 'lower-share',
      edits: setKeyword(source, call, 'gpu_memory_utilization', String(share)),
      call: withKeyword(call, 'gpu_memory_utilization', num(share)),
      values: { share }
    }
  };
}

/** Sets `max_model_len` to the largest multiple of 256 tokens whose cache fits. */
function shorterContext(
  { source, call, facts }: Situation,
  room: number,
  gpus: number,
  now: number | null
): Candidate | null {
  const attention = attentionOf(facts.config);
  if (attention === null || !(room > 0)) {
    return null;
  }
  const size = elementBytes('BF16') ?? 2;
  const most = tokensWithin(attention, room, size, gpus);
  const tokens = Math.floor(most / 256) * 256;
  if (tokens < FEWEST_TOKENS || (now !== null && tokens >= now)) {
    return null;
  }
  return {
    id: 'shorter-context',
    edits: setKeyword(source, call, 'max_model_len', String(tokens)),
    call: withKeyword(call, 'max_model_len', num(tokens)),
    values: { tokens }
  };
}

const smallestTotal = ({ capacity }: Situation, gpus: readonly string[]): number =>
  Math.min(...gpus.map(gpu => capacity.gpus[gpu]?.totalBytes ?? NaN));

/** Ever smaller contexts and numbers of GPU layers. The first that is judged to fit is offered. */
export const llamaCppFixes: Proposer = ({ source, call }) => {
  const contexts = [32768, 16384, 8192, 4096, 2048].map((tokens): Candidate => ({
    id: 'shorter-context',
    edits: setKeyword(source, call, 'n_ctx', String(tokens)),
    call: withKeyword(call, 'n_ctx', num(tokens)),
    values: { tokens }
  }));
  const layers = [24, 16, 8, 0].map((count): Candidate => ({
    id: 'fewer-layers',
    edits: setKeyword(source, call, 'n_gpu_layers', String(count)),
    call: withKeyword(call, 'n_gpu_layers', num(count)),
    values: { count }
  }));
  return [
    ...(call.keywords['n_ctx'] === undefined ? [] : contexts),
    ...(call.keywords['n_gpu_layers'] === undefined ? [] : layers)
  ];
};

import type { RunningCell } from '../../types';
import type { NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** Ways for worker processes to take less memory, depending on what the cell starts. */
export function workerSteps(cell: RunningCell | null, trans: Translate): NextStep[] {
  return isVllm(cell) ? vllmStaging(trans) : [fewerWorkers(trans)];
}

/** Whether the cell starts vLLM, whose workers each read the shards through RAM. */
export function isVllm(cell: RunningCell | null): boolean {
  return /\bvllm\b.*\bserve\b|vllm\.entrypoints|\bLLM\(/.test(cell?.source ?? '');
}

function fewerWorkers(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Use fewer workers: each holds its own copy of what it works on (num_workers=, n_jobs=, max_workers=).'
    ),
    place: 'cell'
  };
}

function vllmStaging(trans: Translate): NextStep[] {
  return [
    {
      text: trans.__(
        'Let the workers load one after the other, where this version of vLLM still knows the option: with tensor parallelism each of them reads the shards through RAM at the same time.'
      ),
      snippet: { language: 'shell', text: '--max-parallel-loading-workers 1' }
    },
    {
      text: trans.__(
        'Take no RAM for what vLLM can do without: no weights offloaded, shards read piece by piece; before 0.18 also --swap-space 0.'
      ),
      snippet: { language: 'shell', text: '--cpu-offload-gb 0 --safetensors-load-strategy lazy' }
    },
    {
      text: trans.__('Or serve a quantised version of the model: less to read, in RAM and VRAM.'),
      place: 'cell'
    }
  ];
}

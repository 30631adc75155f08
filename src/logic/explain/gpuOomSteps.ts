import type { GpuOom } from '../cudaOom';
import { formatBytes } from '../units';
import type { VramHolder } from '../vramPlane';
import type { NextStep, Translate } from './types';

/** From this share of the GPU on, unused cache is worth a setting. */
const MUCH_CACHE = 0.05;

/** What to do when a GPU is full, best first. */
export function gpuOomSteps(
  oom: GpuOom,
  others: readonly VramHolder[],
  trans: Translate
): NextStep[] {
  const free = others.slice(0, 1).map(holder => shutDown(holder, trans));
  switch (oom.kind) {
    case 'start-share':
      return [...free, ...smallerShare(oom, trans)];
    case 'no-cache-room':
      return [...free, ...moreCacheRoom(trans)];
    case 'full':
      return [...free, letGo(oom, trans), ...fragmentation(oom, trans), lessAtOnce(trans)];
  }
}

function shutDown(holder: VramHolder, trans: Translate): NextStep {
  return {
    text: trans.__(
      'Shut down the kernel of %1 if you can do without it: it holds %2 of GPU memory.',
      holder.label,
      formatBytes(holder.bytes)
    ),
    action: {
      kind: 'shut-down-kernel',
      kernelId: holder.kernelId,
      label: trans.__('Shut down %1', holder.label)
    }
  };
}

/** The exception holds the frames, and the frames hold the tensors. */
function letGo(oom: GpuOom, trans: Translate): NextStep {
  return {
    text: trans.__(
      'Before you run it again, let go of what the failed cell still holds: the exception keeps its tensors alive.'
    ),
    snippet: {
      language: 'python',
      text: [
        'import gc, sys',
        'sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None',
        'gc.collect()',
        ...(oom.library === 'torch' || oom.library === 'cublas' ? ['torch.cuda.empty_cache()'] : [])
      ].join('\n')
    }
  };
}

/** The setting as the message itself spells it; it was renamed in newer versions of torch. */
function fragmentation(oom: GpuOom, trans: Translate): NextStep[] {
  const isMuch =
    oom.reservedBytes !== null &&
    oom.totalBytes !== null &&
    oom.reservedBytes >= oom.totalBytes * MUCH_CACHE;
  const name = oom.line.includes('PYTORCH_ALLOC_CONF')
    ? 'PYTORCH_ALLOC_CONF'
    : 'PYTORCH_CUDA_ALLOC_CONF';
  return isMuch
    ? [
        {
          text: trans.__(
            'Much of the cache is in pieces too small to use. Set this before torch is imported, after a restart of the kernel:'
          ),
          snippet: {
            language: 'python',
            text: `import os; os.environ["${name}"] = "expandable_segments:True"`
          }
        }
      ]
    : [];
}

function lessAtOnce(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Give the GPU less at a time: a smaller batch, a shorter context (the KV cache grows with both), torch.inference_mode() where nothing is trained.'
    )
  };
}

function smallerShare(oom: GpuOom, trans: Translate): NextStep[] {
  const share =
    oom.freeBytes === null || oom.totalBytes === null || oom.totalBytes === 0
      ? null
      : Math.floor((oom.freeBytes / oom.totalBytes) * 100) / 100;
  return [
    {
      text: trans.__(
        'Ask for the share that is free. What is left after the weights becomes the KV cache, so a small share may be too small.'
      ),
      snippet: {
        language: 'shell',
        text: `--gpu-memory-utilization ${share === null ? '0.5' : share.toFixed(2)}`
      }
    },
    {
      text: trans.__('See who holds the GPU:'),
      snippet: {
        language: 'shell',
        text: 'nvidia-smi --query-compute-apps=pid,used_memory --format=csv'
      }
    }
  ];
}

function moreCacheRoom(trans: Translate): NextStep[] {
  return [
    {
      text: trans.__('Shorten the context, and store the KV cache in 8 bit.'),
      snippet: { language: 'shell', text: '--max-model-len 8192 --kv-cache-dtype fp8' }
    },
    {
      text: trans.__('Or take a quantised version of the model, or spread it over more GPUs.'),
      snippet: { language: 'shell', text: '--tensor-parallel-size 2' }
    }
  ];
}

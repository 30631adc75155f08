import { isOwnLimit } from '../failures/cudaOom';
import type { GpuLibrary, GpuOom } from '../failures/cudaOom';
import { formatBytes } from '../../words/units';
import type { VramHolder } from '../../memory/vramPlane';
import type { NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** Unused cache of at least this share of the GPU makes the setting against it worthwhile. */
const MUCH_CACHE = 0.05;

/** What to do when a GPU is full, best first. */
export function gpuOomSteps(
  oom: GpuOom,
  others: readonly VramHolder[],
  trans: Translate
): NextStep[] {
  const freeOthers = others.slice(0, 1).map(holder => shutDown(holder, trans));
  switch (oom.kind) {
    case 'start-share':
      return [...freeOthers, ...smallerShare(oom, trans)];
    case 'no-cache-room':
      return [...freeOthers, ...moreCacheRoom(trans)];
    case 'full':
      return isOwnLimit(oom)
        ? [raiseOwnLimit(oom, trans), releaseTensors(oom, trans), lessAtOnce(trans)]
        : [
            ...freeOthers,
            releaseTensors(oom, trans),
            ...fragmentation(oom, trans),
            lessAtOnce(trans)
          ];
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

function raiseOwnLimit(oom: GpuOom, trans: Translate): NextStep {
  return {
    text: trans.__('Raise that limit, or lift it:'),
    snippet: {
      language: 'python',
      text:
        oom.library === 'cupy'
          ? 'cupy.get_default_memory_pool().set_limit(size=0)'
          : 'torch.cuda.set_per_process_memory_fraction(1.0)'
    }
  };
}

/** How each library gives unused memory back to the device. */
const EMPTY_CACHE: Readonly<Partial<Record<GpuLibrary, readonly string[]>>> = {
  torch: ['torch.cuda.empty_cache()'],
  cublas: ['torch.cuda.empty_cache()'],
  cupy: ['cupy.get_default_memory_pool().free_all_blocks()']
};

/** `sys.last_*` keep the exception, which holds the frames, which hold the tensors. */
function releaseTensors(oom: GpuOom, trans: Translate): NextStep {
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
        ...(EMPTY_CACHE[oom.library] ?? [])
      ].join('\n')
    }
  };
}

/**
 * The old name, `PYTORCH_CUDA_ALLOC_CONF`, works in every version of torch. torch 2.9 ignores the
 * new one, `PYTORCH_ALLOC_CONF`, for CUDA (and warns about the old one); from 2.10 on, both are
 * read, the old one first (headers of torch 2.7 to 2.13; issue 183387 of pytorch/pytorch). Some
 * builds for AMD name a third one in their message.
 */
function fragmentation(oom: GpuOom, trans: Translate): NextStep[] {
  const isMuch =
    oom.reservedBytes !== null &&
    oom.totalBytes !== null &&
    oom.reservedBytes >= oom.totalBytes * MUCH_CACHE;
  const name = oom.line.includes('PYTORCH_HIP_ALLOC_CONF')
    ? 'PYTORCH_HIP_ALLOC_CONF'
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
    ),
    place: 'cell'
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

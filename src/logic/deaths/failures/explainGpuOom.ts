import { isOwnLimit } from './cudaOom';
import type { GpuOom } from './cudaOom';
import { formatBytes } from '../../words/units';
import type { VramHolder, VramPlane } from '../../memory/vramPlane';
import { gpuOomSteps } from '../steps/gpuOomSteps';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';

/** A GPU ran out of memory. Unlike an OOM kill in RAM, this leaves the kernel alive. */
export function explainGpuOom(oom: GpuOom, plane: VramPlane | null, trans: Translate): Explanation {
  return {
    title: trans.__('The GPU is out of memory'),
    sentence: sentenceOf(oom, trans),
    lines: [
      notRamLine(plane, trans),
      ...cacheLines(oom, trans),
      ...holderLines(oom, plane, trans),
      ...doubtLines(oom, trans)
    ],
    nextSteps: gpuOomSteps(oom, othersOn(oom, plane), trans)
  };
}

function sentenceOf(oom: GpuOom, trans: Translate): string {
  const gpu = gpuName(oom, trans);
  if (oom.kind === 'start-share') {
    return trans.__(
      'vLLM did not start: it wants a larger share of %1 than the %2 that are free.',
      gpu,
      oom.freeBytes === null ? trans.__('part') : formatBytes(oom.freeBytes)
    );
  }
  if (oom.kind === 'no-cache-room') {
    return trans.__(
      'vLLM did not start: beside the weights there is no room on %1 for the KV cache.',
      gpu
    );
  }
  if (oom.allowedBytes !== null && isOwnLimit(oom)) {
    return trans.__(
      'This process reached the limit that it set itself: it may take %1 of %2.',
      formatBytes(oom.allowedBytes),
      gpu
    );
  }
  if (oom.triedBytes !== null && oom.freeBytes !== null) {
    return trans.__(
      '%1 ran out of memory: %2 were asked for, %3 were free.',
      gpu,
      formatBytes(oom.triedBytes),
      formatBytes(oom.freeBytes)
    );
  }
  return oom.triedBytes === null
    ? trans.__('%1 ran out of memory.', gpu)
    : trans.__('%1 ran out of memory: %2 were asked for.', gpu, formatBytes(oom.triedBytes));
}

function gpuName(oom: GpuOom, trans: Translate): string {
  return oom.gpu === null ? trans.__('The GPU') : trans.__('GPU %1', oom.gpu);
}

function notRamLine(plane: VramPlane | null, trans: Translate): string {
  const left = plane?.ramHeadroomBytes ?? null;
  return left === null
    ? trans.__('It was GPU memory (VRAM), not RAM. The kernel lives and its variables are intact.')
    : trans.__(
        'It was GPU memory (VRAM), not RAM: %1 of RAM were left. The kernel lives and its variables are intact.',
        formatBytes(left)
      );
}

function cacheLines(oom: GpuOom, trans: Translate): string[] {
  return oom.allocatedBytes === null || oom.reservedBytes === null
    ? []
    : [
        trans.__(
          'Tensors of this process hold %1; PyTorch keeps another %2 in its cache without using it.',
          formatBytes(oom.allocatedBytes),
          formatBytes(oom.reservedBytes)
        )
      ];
}

function holderLines(oom: GpuOom, plane: VramPlane | null, trans: Translate): string[] {
  if (isOwnLimit(oom)) {
    return [];
  }
  const kernels = othersOn(oom, plane).map(({ label, bytes }) =>
    trans.__('The kernel of %1 holds %2 there.', label, formatBytes(bytes))
  );
  return kernels.length > 0
    ? kernels
    : oom.others.map(({ pid, bytes }) =>
        trans.__('Process %1 holds %2 there.', pid, formatBytes(bytes))
      );
}

/** Other kernels on the GPU that the message names, or on the only one there is. */
function othersOn(oom: GpuOom, plane: VramPlane | null): VramHolder[] {
  const gpus = plane?.gpus ?? [];
  const gpu = gpus.length === 1 ? gpus[0] : gpus.find(use => use.gpu === oom.gpu);
  return gpu?.holders.filter(holder => !holder.isThisKernel) ?? [];
}

function doubtLines(oom: GpuOom, trans: Translate): string[] {
  return oom.library === 'cublas'
    ? [
        trans.__(
          'The same message can follow an index that is out of range: run the step once on the CPU to see.'
        )
      ]
    : [];
}

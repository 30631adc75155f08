/**
 * Recognises that a GPU (not the machine) ran out of memory, by the message.
 *
 * The classes of these errors have changed with every generation of the
 * libraries; the texts are stable enough. Texts are of torch 1.3 to 2.9 (CUDA,
 * HIP, XPU, MPS), cuBLAS, TensorFlow, JAX and the start of vLLM.
 */
import { bytesOf } from './sizeText';

export type GpuLibrary = 'torch' | 'cublas' | 'cuda' | 'tensorflow' | 'jax' | 'vllm';

/** The parts of a message; null: this version does not say. */
export interface GpuOom {
  library: GpuLibrary;
  /**
   * - `full`: an allocation failed.
   * - `start-share`: the engine wants a larger share than is free, and refuses to start.
   * - `no-cache-room`: the weights leave no room for the KV cache.
   */
  kind: 'full' | 'start-share' | 'no-cache-room';
  /** Ordinal as the process sees it. */
  gpu: string | null;
  triedBytes: number | null;
  totalBytes: number | null;
  freeBytes: number | null;
  /** Held by tensors of this process. */
  allocatedBytes: number | null;
  /** Kept by torch's cache and not in use. */
  reservedBytes: number | null;
  /** All that this process holds on the device. */
  processBytes: number | null;
  others: readonly { pid: number; bytes: number }[];
  /** The line that was recognised, verbatim. */
  line: string;
}

const SIZE = String.raw`([\d.]+ ?(?:[KMGT]i?B|bytes?|B))`;

/** Ordered: the most specific text first. */
const SHAPES: readonly {
  library: GpuLibrary;
  kind: GpuOom['kind'];
  shape: RegExp;
}[] = [
  {
    library: 'vllm',
    kind: 'start-share',
    shape: /Free memory on device.*is less than desired GPU memory utilization/
  },
  { library: 'vllm', kind: 'no-cache-room', shape: /No available memory for the cache blocks/ },
  {
    library: 'vllm',
    kind: 'no-cache-room',
    shape: /KV cache .*larger than the available KV cache memory/
  },
  { library: 'torch', kind: 'full', shape: /\b(?:CUDA|HIP|XPU|MPS)(?: backend)? out of memory\b/ },
  { library: 'cublas', kind: 'full', shape: /\b(?:CU|ROC|HIP)BLAS_STATUS_ALLOC_FAILED/i },
  { library: 'cublas', kind: 'full', shape: /CUDNN_STATUS_ALLOC_FAILED/ },
  { library: 'tensorflow', kind: 'full', shape: /OOM when allocating tensor.*device:GPU/ },
  {
    library: 'jax',
    kind: 'full',
    shape: /RESOURCE_EXHAUSTED: Out of memory (?:while trying to allocate|allocating)/
  },
  {
    library: 'cuda',
    kind: 'full',
    shape:
      /CUDA error: out of memory|CUDA failed with error out of memory|cudaErrorMemoryAllocation|CUDA_ERROR_OUT_OF_MEMORY/
  }
];

/** null when the text is about something else. */
export function readGpuOom(text: string): GpuOom | null {
  for (const { library, kind, shape } of SHAPES) {
    const line = text.split('\n').find(candidate => shape.test(candidate));
    if (line !== undefined) {
      // torch writes one line, older versions wrap it.
      return { library, kind, ...figures(text.slice(text.indexOf(line))), line: line.trim() };
    }
  }
  return null;
}

type Figures = Omit<GpuOom, 'library' | 'kind' | 'line'>;

function figures(text: string): Figures {
  const size = (before: string, after = ''): number | null =>
    bytesOf(new RegExp(before + SIZE + after, 'i').exec(text)?.[1]);
  const first = (...found: (number | null)[]): number | null =>
    found.find(bytes => bytes !== null) ?? null;
  const startup = /\(([\d.]+)\/([\d.]+) GiB\) on startup/.exec(text);
  return {
    gpu: /(?:GPU|cuda:|device:GPU:)[ ]?(\d+)/.exec(text)?.[1] ?? null,
    triedBytes: first(size('Tried to allocate '), size('trying to allocate ')),
    totalBytes: first(
      size('total capac?i?ty of '),
      size('', ' total capacity'),
      bytesOf(startup?.[2] && `${startup[2]} GiB`),
      size('max allowed: ')
    ),
    freeBytes: first(
      size('of which ', ' is free'),
      size('', ' free'),
      bytesOf(startup?.[1] && `${startup[1]} GiB`)
    ),
    allocatedBytes: first(
      size('', ' already allocated'),
      size('', ' is allocated by PyTorch'),
      size('MPS allocated: ')
    ),
    reservedBytes: first(
      size('', ' is reserved by PyTorch but unallocated'),
      cacheOf(size('', ' reserved in total'), size('', ' already allocated')),
      size('', ' cached')
    ),
    processBytes: size('this process has ', ' memory in use'),
    others: othersIn(text)
  };
}

/** Older versions give the whole of torch's cache: what is in use is a part of it. */
function cacheOf(reserved: number | null, allocated: number | null): number | null {
  return reserved === null || allocated === null ? null : Math.max(0, reserved - allocated);
}

function othersIn(text: string): GpuOom['others'] {
  const shape = new RegExp(`Process (\\d+) has ${SIZE} memory in use`, 'g');
  return [...text.matchAll(shape)].flatMap(([, pid, held]) => {
    const bytes = bytesOf(held);
    return bytes === null ? [] : [{ pid: Number(pid), bytes }];
  });
}

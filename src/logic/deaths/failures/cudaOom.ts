/**
 * Recognises that a GPU (not the machine) ran out of memory, by the message.
 *
 * The classes of these errors have changed with every generation of the
 * libraries; the texts are stable enough. Texts are of torch 1.3 to 2.10 (CUDA,
 * HIP, XPU, MPS), cuBLAS, cuDNN 7 to 9, CuPy, TensorFlow, JAX, llama.cpp, ONNX
 * Runtime, NCCL, Triton and the start of vLLM: from published messages and from
 * the sources, none from a GPU of our own.
 */
import { figuresIn } from './gpuOomFigures';

export type GpuLibrary =
  'torch' | 'cublas' | 'cuda' | 'cupy' | 'tensorflow' | 'jax' | 'llama.cpp' | 'vllm';

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
  /** What the process allowed itself: `set_per_process_memory_fraction`, a limit of CuPy's pool. */
  allowedBytes: number | null;
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

/**
 * Ordered: the most specific text first. Not among them is JAX's "Out of memory
 * allocating N bytes": its CPU backend (0.10.2, executed) says so of RAM.
 */
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
  {
    library: 'cublas',
    kind: 'full',
    shape: /CUDNN_STATUS_(?:ALLOC_FAILED|INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED)/
  },
  { library: 'tensorflow', kind: 'full', shape: /OOM when allocating tensor.*device:GPU/ },
  {
    library: 'jax',
    kind: 'full',
    shape:
      /RESOURCE[_ ]EXHAUSTED: (?:Out of memory while trying to allocate|Failed to allocate request for .* on device ordinal)/i
  },
  {
    library: 'cupy',
    kind: 'full',
    shape:
      /OutOfMemoryError: Out of memory allocating [\d,]+ bytes|out of memory to allocate \d+ bytes \(total \d+ bytes/
  },
  { library: 'llama.cpp', kind: 'full', shape: /cudaMalloc failed: out of memory/ },
  {
    library: 'cuda',
    kind: 'full',
    shape:
      /CUDA error: out of memory|CUDA failed with error out of memory|cudaErrorMemoryAllocation|CUDA_ERROR_OUT_OF_MEMORY|Cuda (?:failure|error|Error in allocate):? ?(?:\d+)?:? ?['(]?out of memory|Triton Error \[CUDA\]: out of memory/i
  }
];

/** null when the text is about something else. */
export function readGpuOom(text: string): GpuOom | null {
  for (const { library, kind, shape } of SHAPES) {
    const line = text.split('\n').find(candidate => shape.test(candidate));
    if (line !== undefined) {
      // torch writes one line, older versions wrap it.
      return { library, kind, ...figuresIn(text.slice(text.indexOf(line))), line: line.trim() };
    }
  }
  return null;
}

/** The process stopped itself: the device had room for what was asked for. */
export function isOwnLimit({ allowedBytes, freeBytes, triedBytes }: GpuOom): boolean {
  return allowedBytes !== null && (freeBytes === null || freeBytes >= (triedBytes ?? 0));
}

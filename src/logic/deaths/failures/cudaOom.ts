/**
 * Recognises from an error message that a GPU (not the machine) ran out of memory.
 *
 * The classes of these errors have changed with every generation of the libraries, but their texts
 * are stable enough. The texts are those of torch 1.3 to 2.10 (CUDA, HIP, XPU, MPS), cuBLAS, cuDNN
 * 7 to 9, CuPy, TensorFlow, JAX, llama.cpp, ONNX Runtime, NCCL, Triton and the start of vLLM. They
 * come from published messages and from the source code; none was produced on a GPU of our own.
 */
import { bytesOf } from '../../words/parseSizes';

export type GpuLibrary =
  'torch' | 'cublas' | 'cuda' | 'cupy' | 'tensorflow' | 'jax' | 'llama.cpp' | 'vllm';

/** What a message says; a figure is null if this version of the library does not give it. */
export interface GpuOom {
  library: GpuLibrary;
  /**
   * - `full`: an allocation failed.
   * - `start-share`: the engine wants a larger share than is free, and refuses to start.
   * - `no-cache-room`: the weights leave no room for the KV cache.
   */
  kind: 'full' | 'start-share' | 'no-cache-room';
  /** The device ordinal as seen by the process. */
  gpu: string | null;
  triedBytes: number | null;
  totalBytes: number | null;
  freeBytes: number | null;
  /**
   * The limit that the process set itself: `set_per_process_memory_fraction` of torch, or the limit
   * of CuPy's pool.
   */
  allowedBytes: number | null;
  /** Held by tensors of this process. */
  allocatedBytes: number | null;
  /** Kept in torch's cache but not in use. */
  reservedBytes: number | null;
  /** Everything that this process holds on the device. */
  processBytes: number | null;
  others: readonly { pid: number; bytes: number }[];
  /** The recognised line, verbatim. */
  line: string;
}

/**
 * Most specific text first. JAX's "Out of memory allocating N bytes" is left out because its CPU
 * backend says the same of RAM (seen by running 0.10.2).
 */
const PATTERNS: readonly {
  library: GpuLibrary;
  kind: GpuOom['kind'];
  pattern: RegExp;
}[] = [
  {
    library: 'vllm',
    kind: 'start-share',
    pattern: /Free memory on device.*is less than desired GPU memory utilization/
  },
  { library: 'vllm', kind: 'no-cache-room', pattern: /No available memory for the cache blocks/ },
  {
    library: 'vllm',
    kind: 'no-cache-room',
    pattern: /KV cache .*larger than the available KV cache memory/
  },
  {
    library: 'torch',
    kind: 'full',
    pattern: /\b(?:CUDA|HIP|XPU|MPS)(?: backend)? out of memory\b/
  },
  { library: 'cublas', kind: 'full', pattern: /\b(?:CU|ROC|HIP)BLAS_STATUS_ALLOC_FAILED/i },
  {
    library: 'cublas',
    kind: 'full',
    pattern: /CUDNN_STATUS_(?:ALLOC_FAILED|INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED)/
  },
  { library: 'tensorflow', kind: 'full', pattern: /OOM when allocating tensor.*device:GPU/ },
  {
    library: 'jax',
    kind: 'full',
    pattern:
      /RESOURCE[_ ]EXHAUSTED: (?:Out of memory while trying to allocate|Failed to allocate request for .* on device ordinal)/i
  },
  {
    library: 'cupy',
    kind: 'full',
    pattern:
      /OutOfMemoryError: Out of memory allocating [\d,]+ bytes|out of memory to allocate \d+ bytes \(total \d+ bytes/
  },
  { library: 'llama.cpp', kind: 'full', pattern: /cudaMalloc failed: out of memory/ },
  {
    library: 'cuda',
    kind: 'full',
    pattern:
      /CUDA error: out of memory|CUDA failed with error out of memory|cudaErrorMemoryAllocation|CUDA_ERROR_OUT_OF_MEMORY|Cuda (?:failure|error|Error in allocate):? ?(?:\d+)?:? ?['(]?out of memory|Triton Error \[CUDA\]: out of memory/i
  }
];

const SIZE = String.raw`([\d.,]+ ?(?:[KMGT]i?B|bytes?|B))`;

/**
 * torch subtracts unsigned numbers: when the driver gives no figure, it prints 17179869184.00 GiB
 * (2^64 bytes).
 */
const IMPOSSIBLE_BYTES = 2 ** 60;

/** null if the text is about something else. */
export function readGpuOom(text: string): GpuOom | null {
  for (const { library, kind, pattern } of PATTERNS) {
    const line = text.split('\n').find(candidate => pattern.test(candidate));
    if (line !== undefined) {
      // Read on past this line, because older versions of torch wrap the message.
      return { library, kind, ...figuresIn(text.slice(text.indexOf(line))), line: line.trim() };
    }
  }
  return null;
}

/** Whether the process hit the limit that it set itself, while the device still had room. */
export function isOwnLimit({ allowedBytes, freeBytes, triedBytes }: GpuOom): boolean {
  return allowedBytes !== null && (freeBytes === null || freeBytes >= (triedBytes ?? 0));
}

/** The numbers in a message about a full GPU. */
type Figures = Omit<GpuOom, 'library' | 'kind' | 'line'>;

function figuresIn(text: string): Figures {
  const sizeBetween = (before: string, after = ''): number | null =>
    sizeOf(new RegExp(before + SIZE + after, 'i').exec(text)?.[1]);
  const startup = /\(([\d.]+)\/([\d.]+) GiB\) on startup/.exec(text);
  const allocatedBytes = firstKnown(
    sizeBetween('', ' already allocated'),
    sizeBetween('', ' is allocated by PyTorch'),
    sizeBetween('MPS allocated: '),
    sizeBetween('allocated so far: ')
  );
  const reservedBytes = firstKnown(
    sizeBetween('', ' is reserved by PyTorch but unallocated'),
    unusedCache(sizeBetween('', ' reserved in total'), sizeBetween('', ' already allocated')),
    sizeBetween('', ' cached')
  );
  return {
    gpu: ordinalIn(text),
    triedBytes: firstKnown(
      sizeBetween('Tried to allocate '),
      sizeBetween('trying to allocate '),
      sizeBetween('allocate request for '),
      sizeBetween('out of memory to allocate '),
      sizeBetween(' allocating ')
    ),
    totalBytes: firstKnown(
      sizeBetween('total capac?i?ty of '),
      sizeBetween('', ' total capacity'),
      sizeOf(startup?.[2] && `${startup[2]} GiB`),
      sizeBetween('max allowed: ')
    ),
    freeBytes: firstKnown(
      sizeBetween('of which ', ' is free'),
      sizeBetween('', ' free'),
      sizeOf(startup?.[1] && `${startup[1]} GiB`)
    ),
    allowedBytes: firstKnown(sizeBetween('', ' allowed;'), sizeBetween('limit set to: ')),
    allocatedBytes,
    reservedBytes,
    ...processesIn(text, (allocatedBytes ?? 0) + (reservedBytes ?? 0))
  };
}

const firstKnown = (...found: (number | null)[]): number | null =>
  found.find(bytes => bytes !== null) ?? null;

function sizeOf(text: string | undefined): number | null {
  const bytes = bytesOf(text?.replaceAll(',', ''));
  return bytes !== null && bytes < IMPOSSIBLE_BYTES ? bytes : null;
}

function ordinalIn(text: string): string | null {
  return /(?:GPU[ =]|cuda:|device:GPU:|on device (?:ordinal )?)(\d+)/.exec(text)?.[1] ?? null;
}

/** Older versions of torch give the size of the whole cache, which includes what is in use. */
function unusedCache(reserved: number | null, allocated: number | null): number | null {
  return reserved === null || allocated === null ? null : Math.max(0, reserved - allocated);
}

/**
 * torch looks for its own pid in the driver's list. The driver uses the pids of the host, so in a
 * container the process does not find itself and lists itself among the others. It must then be one
 * that holds at least what torch holds; if several do, it is not known which, and all are left out.
 */
function processesIn(text: string, heldBytes: number): Pick<GpuOom, 'processBytes' | 'others'> {
  const processBytes = sizeOf(new RegExp(`this process has ${SIZE} memory in use`).exec(text)?.[1]);
  const listed = listedIn(text);
  if (/this process has .* memory in use/.test(text) || heldBytes === 0) {
    return { processBytes, others: listed };
  }
  const mayBeSelf = listed.filter(({ bytes }) => bytes >= heldBytes);
  const [self, another] = mayBeSelf;
  return {
    processBytes: self !== undefined && another === undefined ? self.bytes : null,
    others: listed.filter(process => !mayBeSelf.includes(process))
  };
}

function listedIn(text: string): GpuOom['others'] {
  const pattern = new RegExp(`Process (\\d+) has ${SIZE} memory in use`, 'g');
  return [...text.matchAll(pattern)].flatMap(([, pid, held]) => {
    const bytes = sizeOf(held);
    return bytes === null ? [] : [{ pid: Number(pid), bytes }];
  });
}

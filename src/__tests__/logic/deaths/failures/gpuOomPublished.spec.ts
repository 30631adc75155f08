/**
 * Messages as people posted them in issues (named beside each) and in published logs; the end of
 * torch's messages is left out. The text of JAX on the CPU was produced by running jax 0.10.2 for
 * this test; the others would need a GPU.
 */
import { isOwnLimit, readGpuOom } from '../../../../logic/deaths/failures/cudaOom';
import type { GpuOom } from '../../../../logic/deaths/failures/cudaOom';
import { explainGpuOom } from '../../../../logic/deaths/failures/explainGpuOom';
import { GIB, MIB } from '../../../../logic/words/units';
import { trans } from '../../loads/rules/fixtures';

const gib = (n: number): number => Math.round(n * GIB);
const mib = (n: number): number => Math.round(n * MIB);

const torch = (middle: string, name = 'PYTORCH_CUDA_ALLOC_CONF'): string =>
  `torch.OutOfMemoryError: CUDA out of memory. ${middle} is reserved by PyTorch but unallocated. ` +
  `If reserved but unallocated memory is large try setting ${name}=expandable_segments:True to avoid fragmentation.`;

const ON_A100 = torch(
  'Tried to allocate 572.00 MiB. GPU 0 has a total capacity of 39.49 GiB of which 321.31 MiB is free. ' +
    'Process 3721648 has 414.00 MiB memory in use. Including non-PyTorch memory, this process has 37.46 GiB memory in use. ' +
    'Process 1374765 has 414.00 MiB memory in use. Process 1374763 has 414.00 MiB memory in use. Process 1374764 has 414.00 MiB memory in use. ' +
    'Of the allocated memory 36.04 GiB is allocated by PyTorch, and 321.37 MiB',
  'PYTORCH_ALLOC_CONF'
);
const WITH_FRACTION = torch(
  'Tried to allocate 996.00 MiB. GPU 0 has a total capacity of 44.43 GiB of which 9.06 GiB is free. ' +
    'Process 2102129 has 17.54 GiB memory in use. Including non-PyTorch memory, this process has 17.81 GiB memory in use. ' +
    '17.69 GiB allowed; Of the allocated memory 17.44 GiB is allocated by PyTorch, and 59.88 MiB'
);
const IN_DOCKER = torch(
  'Tried to allocate 546.00 MiB. GPU 0 has a total capacity of 15.77 GiB of which 514.19 MiB is free. ' +
    'Process 562167 has 15.25 GiB memory in use. Of the allocated memory 13.73 GiB is allocated by PyTorch, ' +
    'with 46.00 MiB allocated in private pools (e.g., CUDA Graphs), and 736.86 MiB'
);
const UNDER_WINDOWS = torch(
  'Tried to allocate 3.98 GiB. GPU 0 has a total capacity of 31.84 GiB of which 16.30 GiB is free. ' +
    'Including non-PyTorch memory, this process has 17179869184.00 GiB memory in use. 17.51 GiB allowed; ' +
    'Of the allocated memory 6.74 GiB is allocated by PyTorch, and 7.02 GiB'
);
const ON_H200 = torch(
  'Tried to allocate 2.00 MiB. GPU 0 has a total capacity of 139.81 GiB of which 1.88 MiB is free. ' +
    'Process 16653 has 612.00 MiB memory in use. Including non-PyTorch memory, this process has 139.20 GiB memory in use. ' +
    'Of the allocated memory 2.05 GiB is allocated by PyTorch, and 136.64 GiB'
);
const JAX_ORDINAL =
  'jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Failed to allocate request for 2.99GiB (3206250496B) on device ordinal 0';

const MESSAGES: [string, string, Partial<GpuOom>][] = [
  [
    'others, with the name of torch 2.10 (awslabs/keys_values#92)',
    ON_A100,
    {
      processBytes: gib(37.46),
      others: Array(4).fill(expect.objectContaining({ bytes: mib(414) }))
    }
  ],
  ['a share of the GPU', WITH_FRACTION, { allowedBytes: gib(17.69), freeBytes: gib(9.06) }],
  [
    'itself under a pid of the host (kaito-project/kaito#976)',
    IN_DOCKER,
    { processBytes: gib(15.25), others: [], reservedBytes: mib(736.86) }
  ],
  ['what Windows does not tell', UNDER_WINDOWS, { processBytes: null, others: [] }],
  ['an H200', ON_H200, { processBytes: gib(139.2), others: [{ pid: 16653, bytes: mib(612) }] }],
  [
    'torch on a GPU with nothing free (instantX-research/InstantID#72)',
    torch(
      'Tried to allocate 14.00 MiB. GPU 0 has a total capacity of 4.00 GiB of which 0 bytes is free. ' +
        'Of the allocated memory 6.97 GiB is allocated by PyTorch, and 184.73 MiB'
    ),
    { freeBytes: 0, processBytes: null, others: [] }
  ],
  [
    'plain CUDA in torch 2.9 (deepbeepmeep/Wan2GP#1083)',
    'torch.AcceleratorError: CUDA error: out of memory',
    { library: 'cuda' }
  ],
  [
    'cuDNN 9',
    'RuntimeError: cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED',
    { library: 'cublas' }
  ],
  [
    'CuPy (cupy/cupy#2242)',
    'cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 200,000,000,000 bytes (allocated so far: 4,096 bytes).',
    { library: 'cupy', triedBytes: 200e9, allocatedBytes: 4096, allowedBytes: null }
  ],
  [
    'CuPy with a limit (cupy/cuda/memory.pyx)',
    'OutOfMemoryError: Out of memory allocating 1,073,741,824 bytes (allocated so far: 536,870,912 bytes, limit set to: 1,000,000,000 bytes).',
    { library: 'cupy', triedBytes: GIB, allowedBytes: 1e9 }
  ],
  [
    'CuPy 6 (cupy/cupy#1912)',
    'cupy.cuda.memory.OutOfMemoryError: out of memory to allocate 1073741824 bytes (total 12373894656 bytes)',
    { library: 'cupy', triedBytes: GIB }
  ],
  [
    'JAX by ordinal (ecmwf-lab/ai-models-graphcast#18)',
    JAX_ORDINAL,
    { library: 'jax', gpu: '0', triedBytes: gib(2.99) }
  ],
  [
    'JAX in the words of 2021 (kingoflolz/mesh-transformer-jax#66)',
    'RuntimeError: Resource exhausted: Failed to allocate request for 32.00MiB (33554432B) on device ordinal 0',
    { library: 'jax', triedBytes: mib(32) }
  ],
  [
    'llama.cpp (ggml-org/llama.cpp#20431)',
    'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 144817.04 MiB on device 0: cudaMalloc failed: out of memory',
    { library: 'llama.cpp', gpu: '0', triedBytes: mib(144817.04) }
  ],
  [
    'ONNX Runtime (hacksider/Deep-Live-Cam#584)',
    '[ONNXRuntimeError] : 1 : FAIL : CUDA failure 2: out of memory ; GPU=0 ; hostname=DESKTOP',
    { library: 'cuda', gpu: '0' }
  ],
  [
    'TensorRT (microsoft/onnxruntime#10770)',
    '../rtSafe/safeRuntime.cpp (25) - Cuda Error in allocate: 2 (out of memory)',
    { library: 'cuda' }
  ],
  [
    'NCCL (NVIDIA/TensorRT-LLM#1670)',
    "enqueue.cc:43 NCCL WARN Cuda failure 'out of memory'",
    { library: 'cuda' }
  ]
];

const read = (text: string): GpuOom => {
  const oom = readGpuOom(text);
  if (oom === null) {
    throw new Error('not recognised');
  }
  return oom;
};
const told = (text: string): string => {
  const { sentence, lines, nextSteps } = explainGpuOom(read(text), null, trans);
  return [sentence, ...lines, ...nextSteps.map(s => `${s.text} ${s.snippet?.text ?? ''}`)].join(
    '\n'
  );
};

describe('messages that people posted', () => {
  it.each(MESSAGES)('%s', (_, text, parts) => {
    expect(readGpuOom(`Traceback (most recent call last):\n${text}\n`)).toMatchObject(parts);
  });

  it('leaves JAX on the CPU alone: that is RAM', () => {
    const text =
      'jax.errors.JaxRuntimeError: RESOURCE_EXHAUSTED: Out of memory allocating 400000000000 bytes.';
    expect(readGpuOom(text)).toBeNull();
  });

  it('leaves the failure of cuDNN in RAM alone', () => {
    expect(readGpuOom('CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED')).toBeNull();
  });
});

describe('a limit that the process set itself', () => {
  it('is told as such, and nobody else is blamed', () => {
    const text = told(WITH_FRACTION);
    expect(text).toContain('reached the limit that it set itself: it may take 17.7 GiB of GPU 0');
    expect(text).toContain('torch.cuda.set_per_process_memory_fraction(1.0)');
    expect(text).not.toContain('2102129');
  });

  it('is lifted in the words of the library', () => {
    const text =
      'OutOfMemoryError: Out of memory allocating 4,096 bytes (allocated so far: 512 bytes, limit set to: 4,000 bytes).';
    expect(told(text)).toContain('set_limit(size=0)');
  });

  it('is not to blame where the GPU is full before', () => {
    const full = WITH_FRACTION.replace('9.06 GiB is free', '10.00 MiB is free');
    expect(isOwnLimit(read(full))).toBe(false);
    expect(told(full)).toContain('2102129');
  });
});

describe('cache in pieces', () => {
  it.each([
    // torch 2.9 ignores the new name, and every version reads the old one.
    ['PYTORCH_ALLOC_CONF', 'PYTORCH_CUDA_ALLOC_CONF'],
    ['PYTORCH_CUDA_ALLOC_CONF', 'PYTORCH_CUDA_ALLOC_CONF'],
    ['PYTORCH_HIP_ALLOC_CONF', 'PYTORCH_HIP_ALLOC_CONF']
  ])('where the message names %s, %s is set', (inMessage, advised) => {
    const text = told(ON_H200.replace('PYTORCH_CUDA_ALLOC_CONF', inMessage));
    expect(text).toContain(`os.environ["${advised}"] = "expandable_segments:True"`);
  });

  it('gives CuPy its own way of freeing', () => {
    expect(told('OutOfMemoryError: Out of memory allocating 4,096 bytes')).toContain(
      'free_all_blocks()'
    );
  });
});

import { readCellFailure } from '../../../../logic/deaths/failures/cellFailure';
import { readGpuOom } from '../../../../logic/deaths/failures/cudaOom';
import type { GpuOom } from '../../../../logic/deaths/failures/cudaOom';
import { GIB, MIB } from '../../../../logic/words/units';
import { readWorkerDeath } from '../../../../logic/deaths/failures/workerDeath';

const gib = (n: number): number => Math.round(n * GIB);
const mib = (n: number): number => Math.round(n * MIB);

const TORCH_2_1 =
  'CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacty of 14.76 GiB of which 5.75 MiB is free. ' +
  'Process 9533 has 9.08 GiB memory in use. Including non-PyTorch memory, this process has 5.67 GiB memory in use. ' +
  'Of the allocated memory 5.30 GiB is allocated by PyTorch, and 250.00 MiB is reserved by PyTorch but unallocated. ' +
  'If reserved but unallocated memory is large try setting max_split_size_mb to avoid fragmentation.';

const MESSAGES: [string, string, Partial<GpuOom>][] = [
  [
    'torch 1.3',
    'RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.93 GiB total capacity; 5.80 GiB already allocated; 1.02 GiB free; 23.5 MiB cached)',
    {
      library: 'torch',
      gpu: '0',
      triedBytes: gib(2),
      freeBytes: gib(1.02),
      reservedBytes: mib(23.5)
    }
  ],
  [
    'torch 1.4 to 2.0',
    'CUDA out of memory. Tried to allocate 376.00 MiB (GPU 1; 3.95 GiB total capacity; 1.72 GiB already allocated; 354.88 MiB free; 2.46 GiB reserved in total by PyTorch)',
    {
      library: 'torch',
      gpu: '1',
      totalBytes: gib(3.95),
      allocatedBytes: gib(1.72),
      reservedBytes: gib(2.46) - gib(1.72)
    }
  ],
  [
    'torch 2.1',
    TORCH_2_1,
    {
      library: 'torch',
      gpu: '0',
      totalBytes: gib(14.76),
      freeBytes: mib(5.75),
      processBytes: gib(5.67),
      allocatedBytes: gib(5.3),
      reservedBytes: mib(250),
      others: [{ pid: 9533, bytes: gib(9.08) }]
    }
  ],
  [
    'HIP',
    'torch.OutOfMemoryError: HIP out of memory. Tried to allocate 1.00 GiB. GPU 2 has a total capacity of 63.98 GiB of which 512.00 MiB is free.',
    { library: 'torch', gpu: '2', totalBytes: gib(63.98), freeBytes: mib(512) }
  ],
  [
    'MPS',
    'RuntimeError: MPS backend out of memory (MPS allocated: 17.50 GiB, other allocations: 512.00 MiB, max allowed: 18.13 GiB). Tried to allocate 256.00 MiB on private pool.',
    { library: 'torch', allocatedBytes: gib(17.5), totalBytes: gib(18.13), triedBytes: mib(256) }
  ],
  [
    'cuBLAS',
    'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
    { library: 'cublas', triedBytes: null }
  ],
  ['plain CUDA', 'RuntimeError: CUDA error: out of memory', { library: 'cuda' }],
  [
    'TensorFlow',
    'ResourceExhaustedError: OOM when allocating tensor with shape[64,512] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
    { library: 'tensorflow', gpu: '0' }
  ],
  [
    'JAX in bytes',
    'XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 7406166528 bytes.',
    { library: 'jax', triedBytes: 7406166528 }
  ],
  [
    'JAX in GiB',
    'RESOURCE_EXHAUSTED: Out of memory while trying to allocate 19.59GiB.',
    { library: 'jax', triedBytes: gib(19.59) }
  ],
  [
    'vLLM, share too large',
    'ValueError: Free memory on device cuda:0 (3.25/23.43 GiB) on startup is less than desired GPU memory utilization (0.96, 22.49 GiB). Decrease GPU memory utilization',
    { library: 'vllm', kind: 'start-share', gpu: '0', freeBytes: gib(3.25), totalBytes: gib(23.43) }
  ],
  [
    'vLLM, no room',
    'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
    { library: 'vllm', kind: 'no-cache-room' }
  ]
];

describe('readGpuOom', () => {
  it.each(MESSAGES)('reads %s', (_, text, parts) => {
    expect(readGpuOom(`Traceback (most recent call last)\n${text}\n`)).toMatchObject(parts);
  });

  it.each([
    'MemoryError',
    "RuntimeError: DefaultCPUAllocator: can't allocate memory: you tried to allocate 8589934592 bytes. Error code 12",
    'OOM when allocating tensor with shape[1] and type float on /job:localhost/device:CPU:0 by allocator cpu',
    'print("about CUDA memory")'
  ])('leaves alone: %s', text => {
    expect(readGpuOom(text)).toBeNull();
  });

  it('reads through the colours of a traceback', () => {
    const text =
      '\u001b[31mOutOfMemoryError\u001b[39m: CUDA \u001b[1mout of memory\u001b[0m. Tried';
    expect(readCellFailure(text)?.kind).toBe('gpu-oom');
  });
});

describe('readWorkerDeath', () => {
  it.each([
    [
      'RuntimeError: DataLoader worker (pid 4711) is killed by signal: Killed. ',
      'dataloader',
      4711
    ],
    ['RuntimeError: DataLoader worker (pid(s) 12, 13) exited unexpectedly', 'dataloader', 12],
    [
      'BrokenProcessPool: A process in the process pool was terminated abruptly while the future',
      'process-pool',
      null
    ],
    ["CalledProcessError: Command '['vllm']' died with <Signals.SIGKILL: 9>.", 'subprocess', null],
    ["CalledProcessError: Command 'x' returned non-zero exit status 137.", 'subprocess', null],
    ['INFO loading shards\nKilled\n', 'shell', null],
    ['/bin/bash: line 1:  4242 Killed                  vllm serve x', 'shell', null]
  ] as const)('reads %s', (text, reportedBy, pid) => {
    expect(readWorkerDeath(text)).toMatchObject({ reportedBy, pid });
  });

  it.each([
    'returned non-zero exit status 1.',
    'The process was not Killed today',
    'exit status 1375'
  ])('leaves alone: %s', text => {
    expect(readWorkerDeath(text)).toBeNull();
  });
});

import { readCellFailure } from '../../logic/deaths/failures/cellFailure';
import type { CellFailure } from '../../logic/deaths/failures/cellFailure';
import type {
  DeathReport,
  Estimate,
  LimitManager,
  LimitSource,
  RunningCell
} from '../../logic/types';
import { GIB } from '../../logic/words/units';
import { deathReport, detailsOf, runningCell } from '../deathFixtures';

export interface Story {
  name: string;
  report: DeathReport;
  cell: RunningCell;
  load: Estimate | null;
}

const pod = (path: string, manager: LimitManager): LimitSource => ({
  kind: 'cgroup-v2',
  path,
  file: `/sys/fs/cgroup${path}/memory.max`,
  manager
});

const machine: LimitSource = {
  kind: 'machine',
  path: null,
  file: '/proc/meminfo',
  manager: null
};

/** A load whose weights take so many parameters; only what the words need. */
function load(
  library: string,
  reference: string,
  parameters: number,
  dtype: string,
  bytes = parameters * 2
): Estimate {
  const inRam = dtype === 'F32' ? parameters * 4 : bytes;
  const anonymous = { low: inRam, mid: inRam, high: inRam };
  return {
    call: { library },
    phases: [{ name: 'load', anonymous, file: anonymous, vram: {} }],
    dtype,
    facts: {
      reference,
      format: reference.endsWith('.gguf') ? 'gguf' : 'safetensors',
      tensors: [{ dtype: dtype === 'F32' ? 'BF16' : dtype, parameters, bytes, role: 'dense' }]
    }
  } as unknown as Estimate;
}

const log = (line: string): DeathReport['evidence'] => [
  {
    source: 'kernel-log',
    origin: 'dmesg',
    text: line,
    timeMs: null,
    supports: true,
    readable: true
  }
];

const killedAt = (limit_cgroup: string, group_limit_bytes: number): DeathReport['details'] =>
  detailsOf('oom-kill-limit', {
    kill: { limit_cgroup, group_limit_bytes, killed_rss_bytes: null }
  });

export const STORIES: readonly Story[] = [
  {
    name: '1-from-pretrained-in-a-container',
    report: deathReport({
      limitSource: pod('/docker/3f2a', 'docker'),
      limitBytes: 32 * GIB,
      usedBytes: 31.4 * GIB,
      headroomBytes: 0.6 * GIB,
      kernelBytes: 30.9 * GIB,
      details: killedAt('/docker/3f2a', 32 * GIB),
      gpus: { '0': { usedBytes: 0.5 * GIB, totalBytes: 24 * GIB } },
      others: []
    }),
    cell: runningCell({
      startedMs: deathReport().timeMs - 2000,
      source:
        'from transformers import AutoModelForCausalLM\n' +
        'model = AutoModelForCausalLM.from_pretrained("org/model-19b")'
    }),
    load: load('transformers', 'org/model-19b', 19e9, 'F32')
  },
  {
    name: '2-vllm-serve-killed-while-staging',
    report: deathReport({
      confidence: 'certain',
      limitSource: pod('/user.slice/jupyter.scope', 'systemd'),
      limitBytes: 125 * GIB,
      usedBytes: 124.6 * GIB,
      headroomBytes: 0.4 * GIB,
      kernelBytes: 0.2 * GIB,
      details: detailsOf('worker-oom-kill', {
        victim: 'python',
        kill: {
          limit_cgroup: '/user.slice/jupyter.scope',
          group_limit_bytes: 125 * GIB,
          killed_rss_bytes: 128923312 * 1024
        }
      }),
      gpus: {
        '0': { usedBytes: 0.4 * GIB, totalBytes: 24 * GIB },
        '1': { usedBytes: 0.4 * GIB, totalBytes: 24 * GIB }
      },
      others: [],
      evidence: log(
        'Memory cgroup out of memory: Killed process 28471 (python) total-vm:142341124kB, ' +
          'anon-rss:128923312kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:256312kB oom_score_adj:0'
      )
    }),
    cell: runningCell({
      source: '!vllm serve Qwen3-32B --tensor-parallel-size 2 --gpu-memory-utilization 0.92'
    }),
    load: null
  },
  {
    name: '3-q4-on-a-full-machine',
    report: deathReport({
      confidence: 'high',
      limitSource: machine,
      limitBytes: 32 * GIB,
      usedBytes: 31.8 * GIB,
      headroomBytes: 0.2 * GIB,
      kernelBytes: 30 * GIB,
      details: detailsOf('oom-kill-machine'),
      gpus: {},
      others: []
    }),
    cell: runningCell({
      source: 'from llama_cpp import Llama\nllm = Llama("70b.Q4_K_M.gguf", use_mmap=False)'
    }),
    load: load('llama-cpp-python', '70b.Q4_K_M.gguf', 70e9, 'Q4_K', 40 * GIB)
  },
  {
    name: '4-pod-with-8gi',
    report: deathReport({
      limitSource: pod('/kubepods.slice/pod1', 'kubernetes'),
      limitBytes: 8 * GIB,
      usedBytes: 7.9 * GIB,
      headroomBytes: 0.1 * GIB,
      kernelBytes: 7.5 * GIB,
      details: killedAt('/kubepods.slice/pod1', 8 * GIB),
      gpus: { '0': { usedBytes: 14.4 * GIB, totalBytes: 24 * GIB } },
      others: []
    }),
    cell: runningCell({ source: 'trainer.train()' }),
    load: null
  }
];

/** The second half of the fourth story: the limit was raised, and now the GPU is full. */
export const GPU_FULL: CellFailure | null = readCellFailure(
  'OutOfMemoryError: CUDA out of memory. Tried to allocate 1.50 GiB. GPU 0 has a total capacity of 23.65 GiB ' +
    'of which 812.00 MiB is free. Of the allocated memory 21.10 GiB is allocated by PyTorch, and 1.40 GiB is ' +
    'reserved by PyTorch but unallocated.'
);

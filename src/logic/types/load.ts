/** The nouns of a load: the call in the cell, facts about the model, the estimate, the verdict. */
import type { Basis } from './basis';
import type { LimitSource } from './memory';

export interface CellSource {
  id: string;
  source: string;
}

/** A Python value, as far as the source determines it. */
export type PyValue =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'none' }
  | { kind: 'list'; items: readonly PyValue[] }
  | { kind: 'dict'; entries: readonly (readonly [PyValue, PyValue])[] }
  /** The full name of something in an imported module: `torch.float16`. */
  | { kind: 'name'; path: string }
  | {
      kind: 'call';
      callee: string;
      args: readonly PyValue[];
      keywords: Readonly<Record<string, PyValue>>;
    }
  | { kind: 'unknown'; expression: string };

export interface ModelReference {
  /** The id or path; null when the notebook alone does not reveal it. */
  value: string | null;
  how: 'literal' | 'constant' | 'default' | 'unknown';
  expression: string;
  /** The file within the repository, where a download from a hub names one. */
  file?: string;
}

/** A method called on the loaded object, such as `.to("cuda")` or `.half()`. */
export interface ChainedCall {
  method: string;
  args: readonly PyValue[];
  keywords: Readonly<Record<string, PyValue>>;
}

export interface SourceRange {
  from: number;
  to: number;
}

export interface LoadCall {
  /** Id of the loader that recognised it (src/logic/cells/loaders). */
  loader: string;
  /** The distribution whose version decides the rules, such as `transformers`. */
  library: string;
  /** The full name: `transformers.AutoModelForCausalLM.from_pretrained`. */
  callee: string;
  model: ModelReference;
  args: readonly PyValue[];
  keywords: Readonly<Record<string, PyValue>>;
  /** false when a `**name` could not be resolved. */
  keywordsComplete: boolean;
  chain: readonly ChainedCall[];
  /** The name that the result is bound to. */
  target: string | null;
  repeats: 'once' | 'freed-each-time' | 'kept';
  /** How often it runs; null: in a loop of unknown length; absent: once. */
  times?: number | null;
  /** Whether it runs depends on a condition that the source does not decide. */
  conditional: boolean;
  /** Position in the cell that is about to run: the whole call, and the callee alone. */
  range: SourceRange;
  calleeRange: SourceRange;
}

export interface TensorGroup {
  /** As the safetensors format spells it: 'BF16', 'F32', 'U8', ... */
  dtype: string;
  parameters: number;
  bytes: number;
  role: 'dense' | 'expert';
}

export interface ModelFile {
  name: string;
  bytes: number;
}

/** What the names and shapes of the tensors reveal beyond their totals. */
export interface TensorLayout {
  tensors: number;
  embeddingParameters: number;
  /** Parameters of a separately stored output projection; 0 when it is tied to the embedding. */
  headParameters: number;
  /** 2-D weights other than embedding and head, which are the ones that 4-bit loaders replace. */
  linearParameters: number;
  /** Experts that are already stored as a single 3-D tensor. */
  fusedExpertParameters: number;
  /** `wo` layers, which T5-like models keep in float32. */
  woParameters: number;
  largestExpertBytes: number;
  /** Stored once under several names; loaders convert them once per name. */
  tiedParameters?: number;
  /** dtype of the first floating-point tensor, which `dtype="auto"` falls back to. */
  firstFloatDtype?: string | null;
}

/** What a download would still have to write, and the free space for it. */
export interface DiskNeed {
  /** null: the full size is not known. */
  neededBytes: number | null;
  /** Already written by unfinished downloads. */
  partialBytes: number;
  freeBytes: number | null;
}

/** What the server read from file headers (`GET checkpoint`). */
export interface ModelFacts {
  reference: string;
  found: 'local-path' | 'hf-cache' | 'hub' | 'name' | 'missing';
  path: string | null;
  /** Where the sizes come from. */
  source:
    | 'safetensors-header'
    | 'torch-zip'
    | 'torch-legacy'
    | 'gguf-header'
    | 'config'
    | 'hub-api'
    | 'name'
    | 'file-size'
    | null;
  format: 'safetensors' | 'torch-zip' | 'torch-legacy' | 'gguf' | 'other' | null;
  files: readonly ModelFile[];
  tensors: readonly TensorGroup[];
  largestTensorBytes: number | null;
  /** The entries of config.json that the rules use, verbatim. */
  config: Readonly<Record<string, unknown>>;
  /** Parts of a pipeline (diffusers), by name. */
  components: Readonly<Record<string, ModelFacts>>;
  problem: { code: string; message: string } | null;
  /** Present only where the individual tensors are known. */
  layout?: TensorLayout | null;
  /** Files that could be loaded instead: other quantisations, `variant="fp16"`. */
  alternatives?: readonly ModelFile[];
  /** Present only for a model that is not, or not completely, in the cache. */
  disk?: DiskNeed | null;
}

/**
 * What is known about a kernel's Python: from the kernel where it was idle, else from the server.
 */
export interface KernelEnvironment {
  /** Distribution -> version in the kernel's own environment; null: not installed. */
  versions: Readonly<Record<string, string | null>>;
  cwd: string | null;
  environment: Readonly<Record<string, string>>;
  /** Name that the source does not resolve -> its string value. */
  names: Readonly<Record<string, string | null>>;
  /** Names that are already bound to something that looks like a model. */
  loadedNames: readonly string[];
  /** Those modules of rules/imports.ts that are already imported; absent: not asked. */
  modules?: readonly string[];
  /** The same as a guess from what the kernel has run, where it could not be asked. */
  likelyModules?: readonly string[];
  /**
   * GPU ordinal -> bytes that torch holds in completely unused blocks, which it gives back before
   * an allocation fails; absent: not asked, or torch has not used a GPU.
   */
  torchUnused?: Readonly<Record<string, number>>;
  /** Limits that make the process's allocations fail; absent: not asked, or there are none. */
  refusals?: readonly Refusal[];
}

/**
 * A limit that makes allocations fail rather than kill: the load ends with an error, and the kernel
 * lives.
 */
export interface Refusal {
  /** `ulimit -v`, `ulimit -d`, or `vm.overcommit_memory=2`. */
  by: 'address-space' | 'data' | 'overcommit';
  leftBytes: number;
}

export interface Interval {
  low: number;
  mid: number;
  high: number;
}

export interface Phase {
  name: 'load' | 'move' | 'first-use';
  /** Memory that cannot be evicted without swap, and so can lead to a kill. */
  anonymous: Interval;
  /** Mapped files: can be evicted, but are slow when they do not fit. */
  file: Interval;
  /** GPU ordinal as the process sees it ('0', '1') -> VRAM. */
  vram: Readonly<Record<string, Interval>>;
}

/** What stays in memory after a load has returned. */
export interface Resident {
  anonymous: Interval;
  file: Interval;
  vram: Readonly<Record<string, Interval>>;
}

/** An engine that claims a share of each GPU, or refuses to start. */
export interface EngineShare {
  /** Share of the total VRAM of each GPU. */
  utilization: number;
  /** The GPUs that it runs on, as the process numbers them. */
  gpus: readonly string[];
  /** On each GPU: the weights, and what a forward pass needs. */
  fixedBytes: Interval;
  /** On each GPU: the cache for one request of maximum length. */
  cacheBytes: Interval;
  /** The maximum length in tokens; null: not known. */
  maxTokens: number | null;
}

export interface Estimate {
  call: LoadCall;
  facts: ModelFacts;
  /** Empty: not known. */
  phases: readonly Phase[];
  resident?: Resident | null;
  /** Present only for engines such as vLLM. */
  engine?: EngineShare | null;
  /** dtype of the weights in memory, as safetensors spells it. */
  dtype: string | null;
  /** The reasons for the estimate, to be worded one per line. */
  basis: readonly Basis[];
  /** Whether the rules were checked against this version of the library. */
  verified: boolean;
  libraryVersion: string | null;
}

/** What is left in both planes, as the sidebar knows it. */
export interface Capacity {
  headroomBytes: number | null;
  limitBytes: number | null;
  limitSource: LimitSource | null;
  swapFreeBytes: number | null;
  /** Memory that the kernel itself already holds. */
  kernelBytes: number | null;
  /** GPU ordinal, as the kernel counted them at its start -> free and total VRAM. */
  gpus: Readonly<Record<string, { freeBytes: number | null; totalBytes: number | null }>>;
  /** The same for all GPUs, as the machine counts them. */
  machineGpus?: Capacity['gpus'];
  /** GPU ordinal -> bytes that torch in this kernel holds without using them, see `torchCache`. */
  torchUnused?: Readonly<Record<string, number>>;
  /** Limits that make this kernel's allocations fail, see `Refusal`. */
  refusals?: readonly Refusal[];
}

export type VerdictKind =
  'fits' | 'slow' | 'risky' | 'oom' | 'cuda-oom' | 'will-not-start' | 'refused' | 'unknown';

export interface Verdict {
  kind: VerdictKind;
  /** The plane that decides the verdict. */
  plane: 'ram' | 'vram';
  phase: Phase['name'] | null;
  needBytes: Interval | null;
  haveBytes: number | null;
  estimate: Estimate;
  capacity: Capacity;
  /**
   * Set if the deciding limit makes allocations fail. Need and room then count address space,
   * including mapped files.
   */
  refusedBy?: Refusal['by'];
}

/** The nouns of a load: the call in the cell, the model's facts, the estimate, the verdict. */
import type { Basis } from './basis';
import type { LimitSource } from './memory';

export interface CellSource {
  id: string;
  source: string;
}

/** A Python value as far as the source tells it. */
export type PyValue =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'none' }
  | { kind: 'list'; items: readonly PyValue[] }
  | { kind: 'dict'; entries: readonly (readonly [PyValue, PyValue])[] }
  /** A name of an imported module, in full: `torch.float16`. */
  | { kind: 'name'; path: string }
  | {
      kind: 'call';
      callee: string;
      args: readonly PyValue[];
      keywords: Readonly<Record<string, PyValue>>;
    }
  | { kind: 'unknown'; expression: string };

export interface ModelReference {
  /** The id or path; null when the notebook alone does not tell. */
  value: string | null;
  how: 'literal' | 'constant' | 'default' | 'unknown';
  expression: string;
  /** The file within the repository, where a hub download names one. */
  file?: string;
}

/** A method called on the loaded object: `.to("cuda")`, `.half()`. */
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
  /** Distribution whose version decides the rules: `transformers`. */
  library: string;
  /** In full: `transformers.AutoModelForCausalLM.from_pretrained`. */
  callee: string;
  model: ModelReference;
  args: readonly PyValue[];
  keywords: Readonly<Record<string, PyValue>>;
  /** false when a `**name` could not be followed. */
  keywordsComplete: boolean;
  chain: readonly ChainedCall[];
  /** The name that the result is bound to. */
  target: string | null;
  repeats: 'once' | 'freed-each-time' | 'kept';
  /** How often it runs; null: in a loop of unknown length; absent: once. */
  times?: number | null;
  /** Runs only if a condition holds that the source does not decide. */
  conditional: boolean;
  /** Within the cell that is run: the whole call, and the callee alone. */
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

/** What names and shapes of the tensors tell beyond their sums. */
export interface TensorLayout {
  tensors: number;
  embeddingParameters: number;
  /** Output projection stored apart; 0 when it is tied to the embedding. */
  headParameters: number;
  /** 2-D weights that are neither embedding nor head: what 4-bit loaders replace. */
  linearParameters: number;
  /** Experts already stored as one 3-D tensor. */
  fusedExpertParameters: number;
  /** `wo` layers, which T5-like models keep in float32. */
  woParameters: number;
  largestExpertBytes: number;
  /** Stored once under several names: loaders convert every name. */
  tiedParameters?: number;
  /** Of the first tensor of floating-point numbers: what `dtype="auto"` falls back to. */
  firstFloatDtype?: string | null;
}

/** What a download would still write, and the room there is for it. */
export interface DiskNeed {
  /** null: the full size is not known. */
  neededBytes: number | null;
  /** Already written by downloads that did not end. */
  partialBytes: number;
  freeBytes: number | null;
}

/** What the server read from file headers (`GET checkpoint`). */
export interface ModelFacts {
  reference: string;
  found: 'local-path' | 'hf-cache' | 'hub' | 'name' | 'missing';
  path: string | null;
  /** What the sizes come from. */
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
  /** The lines of config.json that the rules use, verbatim. */
  config: Readonly<Record<string, unknown>>;
  /** Parts of a pipeline (diffusers), by name. */
  components: Readonly<Record<string, ModelFacts>>;
  problem: { code: string; message: string } | null;
  /** Only where tensors are known one by one. */
  layout?: TensorLayout | null;
  /** Files that could be read instead: other quantisations, `variant="fp16"`. */
  alternatives?: readonly ModelFile[];
  /** Only for a model that is not, or not wholly, in the cache. */
  disk?: DiskNeed | null;
}

/** What is known about a kernel's Python: by itself where it was idle, else by the server's facts. */
export interface KernelEnvironment {
  /** Distribution -> version in the kernel's own environment; null: not installed. */
  versions: Readonly<Record<string, string | null>>;
  cwd: string | null;
  environment: Readonly<Record<string, string>>;
  /** Unresolved name -> string value. */
  names: Readonly<Record<string, string | null>>;
  /** Names that already hold something that looks like a model. */
  loadedNames: readonly string[];
  /** Of the modules in rules/imports.ts, those that are imported; absent: not asked. */
  modules?: readonly string[];
  /** The same by what the kernel ran, where it was not asked: a guess. */
  likelyModules?: readonly string[];
  /**
   * GPU ordinal -> bytes that torch holds in whole unused blocks, and gives back before
   * it fails; absent: not asked, or torch has not used a GPU.
   */
  torchUnused?: Readonly<Record<string, number>>;
  /** Limits of the kernel's process that refuse memory; absent: not asked, or there are none. */
  refusals?: readonly Refusal[];
}

/** What refuses memory instead of killing: the load ends with an error, and the kernel lives. */
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
  /** Memory that cannot be paged out without swap: what kills. */
  anonymous: Interval;
  /** Mapped files: reclaimable, slow when they do not fit. */
  file: Interval;
  /** GPU ordinal as the process sees it ('0', '1') -> VRAM. */
  vram: Readonly<Record<string, Interval>>;
}

/** What stays when a load has returned. */
export interface Resident {
  anonymous: Interval;
  file: Interval;
  vram: Readonly<Record<string, Interval>>;
}

/** An engine that takes a share of each GPU for itself, or refuses to start. */
export interface EngineShare {
  /** Of the total VRAM of each GPU. */
  utilization: number;
  /** GPUs it runs on, as the process numbers them. */
  gpus: readonly string[];
  /** On each GPU: weights and what a forward pass takes. */
  fixedBytes: Interval;
  /** On each GPU: the cache of one request of the greatest length. */
  cacheBytes: Interval;
  /** The greatest length, in tokens; null: not known. */
  maxTokens: number | null;
}

export interface Estimate {
  call: LoadCall;
  facts: ModelFacts;
  /** None: not known. */
  phases: readonly Phase[];
  resident?: Resident | null;
  /** Only for engines such as vLLM. */
  engine?: EngineShare | null;
  /** dtype of the weights in memory, as safetensors spells it. */
  dtype: string | null;
  /** Why: one reason a line, for `explain`. */
  basis: readonly Basis[];
  /** The rules were written for this version. */
  verified: boolean;
  libraryVersion: string | null;
}

/** What is left in both planes, as the sidebar knows it. */
export interface Capacity {
  headroomBytes: number | null;
  limitBytes: number | null;
  limitSource: LimitSource | null;
  swapFreeBytes: number | null;
  /** Memory that the kernel already holds. */
  kernelBytes: number | null;
  /** GPU ordinal, as the kernel counted them when it started -> free and total VRAM. */
  gpus: Readonly<Record<string, { freeBytes: number | null; totalBytes: number | null }>>;
  /** The same of all GPUs, as the machine counts them. */
  machineGpus?: Capacity['gpus'];
  /** GPU ordinal -> bytes that this kernel's torch holds without using them, see `torchCache`. */
  torchUnused?: Readonly<Record<string, number>>;
  /** What refuses memory to this kernel, see `refusal`. */
  refusals?: readonly Refusal[];
}

export type VerdictKind =
  'fits' | 'slow' | 'risky' | 'oom' | 'cuda-oom' | 'will-not-start' | 'refused' | 'unknown';

export interface Verdict {
  kind: VerdictKind;
  /** The plane that decides. */
  plane: 'ram' | 'vram';
  phase: Phase['name'] | null;
  needBytes: Interval | null;
  haveBytes: number | null;
  estimate: Estimate;
  capacity: Capacity;
  /** The limit that decides refuses memory; need and room are those of addresses, mapped files included. */
  refusedBy?: Refusal['by'];
}

/**
 * How transformers behaves, by version. Measured with 4.57.6, 5.18.0, 5.23.0 and 5.24.0; older rows
 * follow the release notes and pull requests of transformers (#36963 always meta init, #42805
 * dtype="auto" by default, #42941 real meta device).
 */
import type { Version, VersionRange } from '../versions';
import { inRange } from '../versions';

export interface TransformersBehaviour extends VersionRange {
  /** dtype of `from_pretrained` when the call names none; 'auto' means the stored one. */
  defaultDtype: 'F32' | 'auto';
  pipelineDtype: 'F32' | 'auto';
  /** The name of the dtype keyword in this version. */
  dtypeKeyword: 'torch_dtype' | 'dtype';
  /** Builds a model with random weights in RAM first, unless `low_cpu_mem_usage=True`. */
  buildsFirst: boolean;
  /** Fuses experts that are stored one by one, which copies them. */
  fusesExperts: boolean;
  /** All shards stay mapped until the end, instead of one at a time. */
  mapsAllShards: boolean;
  /** Has the keyword `disable_mmap`. */
  hasDisableMmap: boolean;
  /** A legacy pickle and the converted weights are in memory at the same time. */
  keepsPickle: boolean;
  /** Keeps a causal mask in every layer of models such as GPT-2. */
  buildsMasks: boolean;
  /** Computes position tables and normalised weights even though the file contains them. */
  recomputesStored: boolean;
  /** Python objects: a module, its parameter, and the loader's bookkeeping. */
  bytesPerTensor: number;
}

/** Newest first: when the version is not known, the first row is the most likely one. */
const VERSIONS: readonly TransformersBehaviour[] = [
  {
    since: '5.0',
    defaultDtype: 'auto',
    pipelineDtype: 'auto',
    dtypeKeyword: 'dtype',
    buildsFirst: false,
    fusesExperts: true,
    mapsAllShards: true,
    hasDisableMmap: true,
    keepsPickle: true,
    buildsMasks: false,
    recomputesStored: true,
    bytesPerTensor: 10 * 1024
  },
  {
    since: '4.56',
    until: '5.0',
    defaultDtype: 'F32',
    pipelineDtype: 'auto',
    dtypeKeyword: 'dtype',
    buildsFirst: false,
    fusesExperts: false,
    mapsAllShards: false,
    hasDisableMmap: false,
    keepsPickle: false,
    buildsMasks: true,
    recomputesStored: false,
    bytesPerTensor: 6 * 1024
  },
  {
    since: '4.51',
    until: '4.56',
    defaultDtype: 'F32',
    pipelineDtype: 'F32',
    dtypeKeyword: 'torch_dtype',
    buildsFirst: false,
    fusesExperts: false,
    mapsAllShards: false,
    hasDisableMmap: false,
    keepsPickle: false,
    buildsMasks: true,
    recomputesStored: false,
    bytesPerTensor: 6 * 1024
  },
  {
    until: '4.51',
    defaultDtype: 'F32',
    pipelineDtype: 'F32',
    dtypeKeyword: 'torch_dtype',
    buildsFirst: true,
    fusesExperts: false,
    mapsAllShards: false,
    hasDisableMmap: false,
    keepsPickle: true,
    buildsMasks: true,
    recomputesStored: false,
    bytesPerTensor: 6 * 1024
  }
];

/** Rows used when the version is not known: those of the versions in use, from 4.51 on. */
const CURRENT = VERSIONS.slice(0, 3);

export const behavioursFor = (version: Version | null): readonly TransformersBehaviour[] =>
  version === null ? CURRENT : VERSIONS.filter(row => inRange(version, row));

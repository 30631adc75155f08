/**
 * What transformers does, by version. Measured with 4.57.6, 5.18.0, 5.23.0 and 5.24.0; older
 * rows are from the project's release notes and pull requests (#36963 always
 * meta init, #42805 dtype="auto" by default, #42941 real meta device).
 */
import type { Version, VersionRange } from '../versions';
import { inRange } from '../versions';

export interface TransformersBehaviour extends VersionRange {
  /** dtype of `from_pretrained` when the call names none; 'auto' is the stored one. */
  defaultDtype: 'F32' | 'auto';
  pipelineDtype: 'F32' | 'auto';
  /** The keyword's name as the version spells it. */
  dtypeKeyword: 'torch_dtype' | 'dtype';
  /** Builds an initialised model in RAM first, unless `low_cpu_mem_usage=True`. */
  buildsFirst: boolean;
  /** Fuses experts that are stored one by one, which copies them. */
  fusesExperts: boolean;
  /** All shards stay mapped, not one after another. */
  mapsAllShards: boolean;
  /** Has the keyword `disable_mmap`. */
  hasDisableMmap: boolean;
  /** A pickle of the old kind and the converted weights are alive together. */
  keepsPickle: boolean;
  /** Keeps a causal mask in every layer of models such as GPT-2. */
  buildsMasks: boolean;
  /** Fills tables of positions and weights that are normalised although the file has them. */
  recomputesStored: boolean;
  /** Of Python: a module, its parameter, and what the loader notes about it. */
  bytesPerTensor: number;
}

/** Newest first: when the version is not known, the first is the likely one. */
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

/** Versions in use when the kernel did not say: from 4.51 on. */
const CURRENT = VERSIONS.slice(0, 3);

export const behavioursFor = (version: Version | null): readonly TransformersBehaviour[] =>
  version === null ? CURRENT : VERSIONS.filter(row => inRange(version, row));

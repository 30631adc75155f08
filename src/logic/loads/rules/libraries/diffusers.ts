/**
 * diffusers: a pipeline loads its parts one after another and keeps all of them.
 *
 * According to the source of diffusers 0.42, its own models become float32 unless the call names a
 * dtype, and text encoders follow the default of the installed transformers. Files are mapped, so
 * only what is converted becomes anonymous memory.
 */
import type { ModelFacts } from '../../../types';
import { parseVersion } from '../versions';
import { flag } from '../arguments';
import { CUDA_CONTEXT, withChain } from '../weights/chain';
import { add, exactly } from '../interval';
import type { Load, Need, RuleSet } from '../need';
import { withExtraRam, covering, phase, inSequence } from '../need';
import { pythonObjects } from '../transformers/tables';
import { transformersNeed } from '../transformers/transformers';
import { targets } from '../transformers/transformersDtype';
import { checkpointLoad } from '../transformers/transformersLoad';
import type { TransformersBehaviour } from '../transformers/transformersVersions';
import { hasWeights, largestTensorAs, weightSizes } from '../weights/weights';

const OWN: TransformersBehaviour = {
  defaultDtype: 'F32',
  pipelineDtype: 'F32',
  dtypeKeyword: 'torch_dtype',
  buildsFirst: false,
  fusesExperts: false,
  mapsAllShards: false,
  hasDisableMmap: true,
  keepsPickle: true,
  buildsMasks: false,
  recomputesStored: false,
  // Measured: 4 MiB for a UNet with 686 tensors.
  bytesPerTensor: 6 * 1024
};

const OFFLOADS = ['enable_model_cpu_offload', 'enable_sequential_cpu_offload'];

function rule(load: Load): Need | null {
  const { call, facts } = load;
  const parts = Object.entries(facts.components).filter(
    ([name, part]) => call.keywords[name] === undefined && hasWeights(part)
  );
  const needs =
    parts.length > 0
      ? parts.map(([, part]) => partNeed(load, part))
      : [hasWeights(facts) ? ownNeed(load, facts) : null];
  const known = needs.filter(need => need !== null);
  if (known.length === 0) {
    return null;
  }
  const all = inSequence(known);
  const loaded = known.reduce((sum, need) => sum + bytesOf(need), 0);
  const largest = Math.max(...known.map(bytesOf));
  return offloaded(load, all, largest) ?? withChain(all, call.chain, weightSizes(facts, loaded));
}

const bytesOf = ({ resident }: Need): number => resident.anonymous.mid + resident.file.mid;

function partNeed(load: Load, part: ModelFacts): Need | null {
  const isOwn = part.config['_class_name'] !== undefined;
  if (isOwn) {
    return ownNeed(load, part);
  }
  const versionText = load.environment?.versions['transformers'] ?? null;
  return transformersNeed({
    ...load,
    facts: part,
    versionText,
    version: parseVersion(versionText),
    call: {
      ...load.call,
      library: 'transformers',
      callee: 'transformers.AutoModel.from_pretrained',
      chain: []
    }
  });
}

function ownNeed(load: Load, part: ModelFacts): Need | null {
  const behaviour = { ...OWN, buildsFirst: flag(load.call, 'low_cpu_mem_usage', true) === false };
  const own = { ...load, facts: part, call: { ...load.call, chain: [] } };
  return covering(
    targets(own, behaviour).map(target =>
      withExtraRam(checkpointLoad(own, behaviour, target), pythonObjects(own, behaviour))
    )
  );
}

/** Parts wait in RAM and take turns on the GPU, so the largest part decides. */
function offloaded({ call, facts }: Load, need: Need, largest: number): Need | null {
  const method = call.chain.map(step => step.method).find(name => OFFLOADS.includes(name));
  if (method === undefined) {
    return null;
  }
  const bytes = method === OFFLOADS[0] ? largest : largestTensorAs(facts, need.dtype ?? 'F32');
  const vram = { '0': add(exactly(bytes), CUDA_CONTEXT) };
  return {
    ...need,
    phases: [...need.phases, phase('first-use', { ...need.resident, vram })],
    resident: { ...need.resident, vram },
    basis: [...need.basis, { code: 'offloaded', bytes }]
  };
}

export const diffusers: readonly RuleSet[] = [
  {
    library: 'diffusers',
    callee: /\.from_(pretrained|single_file|ckpt)$/,
    verifiedBelow: '0',
    rule
  }
];

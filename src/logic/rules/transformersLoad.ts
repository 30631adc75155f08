/**
 * One transformers load in RAM: which bytes become anonymous memory.
 *
 * A tensor whose dtype does not change stays a view of the mapped file; one that
 * changes is a new anonymous tensor of the target's size.
 */
import type { Basis, Interval } from '../types';
import { flag } from './arguments';
import { add, between, exactly, NOTHING } from './interval';
import type { Load, Need } from './need';
import { basis, ramOnly } from './need';
import type { Target } from './transformersDtype';
import type { TransformersBehaviour } from './transformersVersions';
import type { Weights } from './weights';
import {
  fileBytes,
  largestFileBytes,
  storedDtype,
  tensorBytes,
  weightsAs
} from './weights';

/**
 * Extra anonymous memory while experts are merged, as a share of their size:
 * worker threads run ahead of the merge. Measured with 5.18 on three models of
 * 1, 7 and 33 MiB an expert; without the threads the lower pair.
 */
const MERGE_SAME_DTYPE = between(0.04, 0.08, 0.12);
const MERGE_CONVERTING = between(0.19, 0.45, 0.7);
const MERGE_SYNCHRONOUS = between(0.04, 0.1, 0.2);

interface Ram {
  peak: Interval;
  kept: Interval;
  why: readonly Basis[];
}

export function checkpointLoad(
  load: Load,
  behaviour: TransformersBehaviour,
  target: Target
): Need {
  const weights = weightsAs(load.facts, target.dtype);
  const ram = anonymous(load, behaviour, weights);
  const stays = fileBytes(load.facts) || tensorBytes(load.facts);
  const touched = behaviour.mapsAllShards
    ? stays
    : largestFileBytes(load.facts) || stays;
  const unconverted = Math.max(0, weights.all - ram.kept.mid);
  return ramOnly(ram.peak, exactly(isMapped(load) ? touched : 0), {
    dtype: target.dtype,
    basis: [dtypeBasis(load, target), ...ram.why],
    kept: {
      anonymous: ram.kept,
      file: exactly(isMapped(load) ? unconverted : 0),
      vram: {}
    }
  });
}

const isMapped = ({ call, facts }: Load): boolean =>
  facts.format !== 'torch-legacy' && flag(call, 'disable_mmap', false) !== true;

function anonymous(
  load: Load,
  behaviour: TransformersBehaviour,
  weights: Weights
): Ram {
  if (load.facts.format === 'torch-legacy') {
    return fromPickle(load, behaviour, weights);
  }
  if (flag(load.call, 'disable_mmap', false) === true) {
    return withoutMapping(load, weights);
  }
  const ram = converted(load, behaviour, weights);
  return buildsFirst(load, behaviour) ? afterBuilding(ram, weights) : ram;
}

function converted(
  load: Load,
  behaviour: TransformersBehaviour,
  weights: Weights
): Ram {
  const fused = behaviour.fusesExperts ? weights.experts : 0;
  const plain =
    weights.converted +
    (fused === 0 && weights.expertsConverted ? weights.experts : 0);
  const merge = mergeFactor(load, weights);
  const kept = exactly(plain + fused);
  const extra = between(
    fused * merge.low,
    fused * merge.mid,
    fused * merge.high
  );
  const why: Basis[] = [];
  if (plain > 0) {
    why.push(basis('converted', { bytes: plain }));
  }
  if (fused > 0) {
    why.push(basis('experts-fused', { bytes: fused }));
  }
  return {
    peak: add(kept, extra),
    kept: add(kept, { ...NOTHING, high: extra.high }),
    why: why.length > 0 ? why : [basis('mapped', { bytes: weights.all })]
  };
}

function mergeFactor({ environment }: Load, weights: Weights): Interval {
  if (!weights.expertsConverted) {
    return MERGE_SAME_DTYPE;
  }
  const deactivated = environment?.environment['HF_DEACTIVATE_ASYNC_LOAD'];
  return deactivated !== undefined && deactivated !== '' && deactivated !== '0'
    ? MERGE_SYNCHRONOUS
    : MERGE_CONVERTING;
}

/** A pickle of the old kind is read whole. */
function fromPickle(
  { facts }: Load,
  behaviour: TransformersBehaviour,
  weights: Weights
): Ram {
  const file = fileBytes(facts);
  const new_ =
    weights.converted + (weights.expertsConverted ? weights.experts : 0);
  const peak = behaviour.keepsPickle
    ? exactly(file + new_)
    : // Freed tensor by tensor: 3379 MiB for a file of 3252 (4.57.6).
      exactly(new_ > 0 ? 1.04 * Math.max(file, new_) : file);
  return {
    peak,
    kept: exactly(weights.all),
    why: [basis('legacy-pickle', { bytes: file })]
  };
}

/** `disable_mmap=True`: the file is read, and then copied. */
function withoutMapping({ facts }: Load, weights: Weights): Ram {
  const file = fileBytes(facts);
  const again = facts.files.length > 1 ? largestFileBytes(facts) : file;
  return {
    peak: exactly(Math.max(file + again, file + weights.converted)),
    kept: exactly(weights.all),
    why: [basis('not-mapped', { bytes: file })]
  };
}

function buildsFirst(load: Load, behaviour: TransformersBehaviour): boolean {
  return (
    behaviour.buildsFirst &&
    flag(load.call, 'low_cpu_mem_usage', false) !== true &&
    load.call.keywords['device_map'] === undefined &&
    load.call.keywords['quantization_config'] === undefined
  );
}

/** The model is built and filled with random numbers before the file is read. */
function afterBuilding(ram: Ram, weights: Weights): Ram {
  return {
    peak: between(weights.all, weights.all, weights.all + ram.peak.high),
    kept: exactly(weights.all),
    why: [basis('built-first', { bytes: weights.all })]
  };
}

function dtypeBasis(load: Load, target: Target): Basis {
  return basis(`dtype-${target.how}`, {
    dtype: target.dtype,
    stored: storedDtype(load.facts) ?? '',
    library: load.call.library,
    version: load.versionText ?? ''
  });
}

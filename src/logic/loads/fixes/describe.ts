/** A fix in words: what the edit does, and what it costs. */
import type { Translate } from '../../words/translate';
import { formatBytes } from '../../words/units';
import type { Fix } from './types';

export interface FixText {
  /** For a button or a heading. */
  title: string;
  /** What changes and what it costs, then how much memory the edited load needs. */
  detail: string;
}

export function describeFix(fix: Fix, trans: Translate): FixText {
  return { title: titleOf(fix, trans), detail: detailOf(fix, trans) };
}

function titleOf({ id, values }: Fix, trans: Translate): string {
  switch (id) {
    case 'stored-dtype':
      return trans.__('Keep the dtype of the file');
    case 'half-precision':
      return trans.__('Load in 16 bits');
    case 'drop-conversion':
      return trans.__('Leave out the conversion');
    case 'map-file':
      return trans.__('Map the file instead of reading it');
    case 'load-on-gpu':
      return trans.__('Load straight to the GPU');
    case 'quantize':
      return trans.__('Quantise to 4 bits');
    case 'spill':
      return trans.__('Spread over GPU and RAM');
    case 'release-first':
      return trans.__('Delete the old %1 first', String(values['name'] ?? ''));
    case 'load-in-order':
      return trans.__('Merge the experts one after another');
    case 'cpu-offload':
      return trans.__('Move parts to the GPU only when they are used');
    case 'meta-init':
      return trans.__('Build the model without memory, and put the loaded weights in');
    case 'half-variant':
      return trans.__('Load the files that are stored in 16 bits');
    case 'smaller-file':
      return trans.__('Take %1, which is smaller', String(values['file'] ?? ''));
    case 'lower-share':
      return trans.__('Ask for a smaller share of the GPU');
    case 'shorter-context':
      return trans.__('Use a shorter context');
    case 'fewer-layers':
      return trans.__('Put fewer layers on the GPU');
  }
}

function detailOf(fix: Fix, trans: Translate): string {
  const effect = effectOf(fix, trans);
  const need = fix.verdict.needBytes;
  if (need === null) {
    return effect;
  }
  const size = formatBytes(need.high);
  return fix.verdict.plane === 'ram'
    ? trans.__('%1 Needs %2 of RAM at most.', effect, size)
    : trans.__('%1 Needs %2 of GPU memory at most.', effect, size);
}

function effectOf({ id }: Fix, trans: Translate): string {
  switch (id) {
    case 'stored-dtype':
      return trans.__('The weights stay in the file as they are; nothing is copied.');
    case 'half-precision':
      return trans.__('16 bits take half the memory of float32; results differ slightly.');
    case 'drop-conversion':
      return trans.__('The model keeps the dtype it was loaded with.');
    case 'map-file':
      return trans.__('The data are read from the file when they are used.');
    case 'load-on-gpu':
      return trans.__('device_map="cuda" needs no second copy in RAM.');
    case 'quantize':
      return trans.__('The linear layers take a quarter of 16 bits; results differ slightly.');
    case 'spill':
      return trans.__('What the GPU cannot hold is computed from RAM, which is slow.');
    case 'release-first':
      return trans.__(
        'Without it the old and the new model are in memory at the same time until the name changes hands.'
      );
    case 'load-in-order':
      return trans.__('One thread instead of several, so that copies do not pile up.');
    case 'cpu-offload':
      return trans.__('The GPU holds one part of the pipeline at a time; all of it stays in RAM.');
    case 'meta-init':
      return trans.__(
        'The meta device makes shapes only; assign=True uses the loaded tensors instead of copying them.'
      );
    case 'half-variant':
      return trans.__('The same weights, half the size; nothing has to be converted.');
    case 'smaller-file':
      return trans.__(
        'The same model in fewer bits; below 4 bits the answers get noticeably worse.'
      );
    case 'lower-share':
      return trans.__('Leaves room for what already uses the GPU.');
    case 'shorter-context':
      return trans.__('The cache grows with the greatest number of tokens.');
    case 'fewer-layers':
      return trans.__('The remaining layers are computed on the CPU, which is slower.');
  }
}

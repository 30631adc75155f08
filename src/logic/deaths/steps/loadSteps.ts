import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, Estimate } from '../../types';
import { formatBytes } from '../../words/units';
import { smallerGguf } from './gguf';
import { smallerFormatsOf, weightSizes } from './load';
import type { WeightSizes } from './load';
import type { NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** How to load a model in 4 bit with transformers. */
export const FOUR_BIT: NextStep['snippet'] = {
  language: 'python',
  text: [
    'from transformers import BitsAndBytesConfig',
    'from_pretrained(..., quantization_config=BitsAndBytesConfig(load_in_4bit=True))'
  ].join('\n')
};

/** Ways to load with less memory that the library of this call offers, with what each takes. */
export function loadSteps(report: DeathReport, load: Estimate, trans: Translate): NextStep[] {
  const sizes = weightSizes(load);
  if (!sizes) {
    return [];
  }
  const limitBytes = limitOfDeath(report).bytes;
  if (sizes.isGguf) {
    return smallerGguf(sizes, limitBytes, trans);
  }
  const { bfloat16, fourBit } = smallerFormatsOf(report, load, sizes);
  return [
    ...(bfloat16 ? [inBfloat16(sizes, limitBytes, trans)] : []),
    ...(fourBit ? [inFourBit(sizes, limitBytes, trans)] : []),
    ...oneByOne(load, trans)
  ];
}

function inBfloat16(sizes: WeightSizes, limitBytes: number | null, trans: Translate): NextStep {
  return {
    text: sizes.isStoredIn16Bit
      ? trans.__(
          'Load it as it is stored, in 16 bit, straight to where it is needed: the weights then stay mapped from the file and need almost no RAM of their own, instead of %1.',
          formatBytes(sizes.asLoadedBytes)
        )
      : trans.__(
          'Load it in bfloat16, straight to where it is needed: %1 instead of %2 (%3).',
          formatBytes(sizes.bfloat16Bytes),
          formatBytes(sizes.asLoadedBytes),
          fitWord(sizes.bfloat16Bytes, limitBytes, trans)
        ),
    snippet: {
      language: 'python',
      text: 'from_pretrained(..., torch_dtype="bfloat16", device_map="auto")'
    }
  };
}

function inFourBit(sizes: WeightSizes, limitBytes: number | null, trans: Translate): NextStep {
  return {
    text: trans.__(
      'Load it in 4 bit: about %1 (%2), at some cost in quality. Needs the package bitsandbytes and a GPU that it supports.',
      formatBytes(sizes.fourBitBytes),
      fitWord(sizes.fourBitBytes, limitBytes, trans)
    ),
    snippet: FOUR_BIT
  };
}

/** The `framework` with which `safe_open` returns the same kind of array as each `load_file`. */
const FRAMEWORKS: Readonly<Record<string, string>> = {
  'safetensors.numpy.load_file': 'numpy',
  'safetensors.torch.load_file': 'pt'
};

/** `load_file` reads the whole file, but `safe_open` can read it tensor by tensor. */
function oneByOne({ call }: Estimate, trans: Translate): NextStep[] {
  const framework = FRAMEWORKS[call.callee];
  return framework === undefined
    ? []
    : [
        {
          text: trans.__(
            'Read the tensors one at a time, and keep only what you need: the rest stays in the file.'
          ),
          snippet: {
            language: 'python',
            text: [
              'from safetensors import safe_open',
              '',
              `with safe_open(${call.model.expression}, framework="${framework}") as file:`,
              '    for name in file.keys():',
              '        tensor = file.get_tensor(name)'
            ].join('\n')
          }
        }
      ];
}

function fitWord(bytes: number, limitBytes: number | null, trans: Translate): string {
  if (limitBytes === null) {
    return trans.__('limit not known');
  }
  return bytes < limitBytes
    ? trans.__('fits under the limit')
    : trans.__('still does not fit under the limit as a whole');
}

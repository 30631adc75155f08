import { GGUF_BITS } from '../../loads/rules/weights/dtype';
import { formatBytes } from '../../words/units';
import type { WeightSizes } from './load';
import type { NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** The rest of the memory is for the KV cache, the buffers and the system. */
const SHARE_FOR_WEIGHTS = 0.85;

/**
 * Ways to run a GGUF model that was too large: the largest quantisation that fits, a machine that
 * holds the model as it is, or a file that stays mapped.
 */
export function smallerGguf(
  sizes: WeightSizes,
  limitBytes: number | null,
  trans: Translate
): NextStep[] {
  const fitting = GGUF_BITS.map(([name, bits]) => ({
    name,
    bytes: (sizes.parameters * bits) / 8
  })).find(({ bytes }) => limitBytes !== null && bytes <= limitBytes * SHARE_FOR_WEIGHTS);
  return [
    fitting
      ? {
          text: trans.__(
            'Take %1 instead: about %2, which leaves room for the KV cache. Below 4 bit the answers get noticeably worse; a smaller model at 4 bit is often the better choice.',
            fitting.name,
            formatBytes(fitting.bytes)
          ),
          // If someone has published this quantisation already, that is better than converting.
          snippet: {
            language: 'shell',
            text: `llama-quantize --allow-requantize MODEL.gguf MODEL-${fitting.name}.gguf ${fitting.name}`
          }
        }
      : {
          text: trans.__(
            'No quantisation of this model fits here: take a model with fewer parameters.'
          ),
          place: 'cell'
        },
    {
      text: trans.__(
        'As it is, the model needs a machine with about %1 of memory.',
        formatBytes((sizes.asLoadedBytes ?? sizes.fourBitBytes) / SHARE_FOR_WEIGHTS)
      ),
      place: 'report'
    },
    {
      text: trans.__(
        'Let the file stay mapped (use_mmap=True, use_mlock=False): then it is slow instead of killed.'
      ),
      snippet: { language: 'python', text: 'Llama(..., use_mmap=True, use_mlock=False)' }
    }
  ];
}

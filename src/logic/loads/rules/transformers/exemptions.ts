/**
 * Weights that transformers keeps in float32 when a model is loaded as float16
 * (`_keep_in_fp32_modules`), for models where they are a large part: the second projection of T5's
 * feed-forward layers, which overflows in float16.
 */
import type { ModelFacts } from '../../../types';

const T5_FAMILY: ReadonlySet<string> = new Set(['t5', 'mt5', 'umt5', 'pop2piano']);

/** Parameters that stay float32; 0 for other models and other dtypes. */
export function exemptParameters({ config, layout }: ModelFacts, target: string): number {
  if (target !== 'F16' || !T5_FAMILY.has(String(config['model_type']))) {
    return 0;
  }
  return layout?.woParameters ?? fromConfig(config);
}

function fromConfig(config: ModelFacts['config']): number {
  const encoder = Number(config['num_layers'] ?? 0);
  const decoder = Number(config['num_decoder_layers'] ?? encoder);
  const width = Number(config['d_model'] ?? 0);
  return (encoder + decoder) * width * Number(config['d_ff'] ?? 0) || 0;
}

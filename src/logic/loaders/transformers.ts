import type { Loader } from './loader';

/** Classes whose `from_pretrained` reads no weights. */
const WEIGHTLESS =
  /(?:Tokenizer|TokenizerFast|Processor|FeatureExtractor|Config|Scheduler|Streamer|Extractor|Converter)\.from_pretrained$/;

export const transformers: Loader = {
  id: 'transformers',
  library: 'transformers',
  rules: [
    {
      callee: ['transformers.**.from_pretrained'],
      unless: WEIGHTLESS,
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    }
  ]
};

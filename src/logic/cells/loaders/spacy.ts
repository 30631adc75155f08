import type { Loader } from '../../types/loader';

export const spacy: Loader = {
  id: 'spacy',
  library: 'spacy',
  rules: [
    { callee: ['spacy.load'], model: { at: 0, keywords: ['name'] } },
    {
      callee: ['stanza.Pipeline'],
      library: 'stanza',
      model: { at: 0, keywords: ['lang'], byDefault: 'en' }
    },
    {
      callee: ['flair.**.load'],
      library: 'flair',
      unless: /Corpus/,
      model: { at: 0, keywords: ['model_path'] }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const txtai: Loader = {
  id: 'txtai',
  library: 'txtai',
  rules: [
    { callee: ['txtai.**.Embeddings'], model: { at: 0, keywords: ['path'], inside: ['path'] } },
    {
      callee: [
        'txtai.**.LLM',
        'txtai.**.Summary',
        'txtai.**.Labels',
        'txtai.**.Similarity',
        'txtai.**.Extractor',
        'txtai.**.Transcription',
        'txtai.**.Translation',
        'txtai.**.Caption'
      ],
      model: { at: 0, keywords: ['path'], byDefault: null, orObject: true }
    }
  ]
};

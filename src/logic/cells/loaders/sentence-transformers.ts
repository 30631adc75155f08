import type { Loader } from '../../types/loader';

export const sentenceTransformers: Loader = {
  id: 'sentence-transformers',
  library: 'sentence-transformers',
  rules: [
    {
      callee: [
        'sentence_transformers.**.SentenceTransformer',
        'sentence_transformers.**.CrossEncoder',
        'sentence_transformers.**.SparseEncoder'
      ],
      model: { at: 0, keywords: ['model_name_or_path', 'model_name'] }
    },
    {
      callee: ['sentence_transformers.models.Transformer'],
      model: { at: 0, keywords: ['model_name_or_path'] }
    }
  ]
};

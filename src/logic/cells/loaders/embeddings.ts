import type { Loader } from '../../types/loader';

export const embeddings: Loader = {
  id: 'FlagEmbedding',
  library: 'FlagEmbedding',
  words: ['FlagEmbedding'],
  rules: [
    {
      callee: ['ragatouille.**.from_pretrained', 'byaldi.**.from_pretrained'],
      library: 'ragatouille',
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    },
    {
      callee: [
        'FlagEmbedding.**.*FlagModel',
        'FlagEmbedding.**.*FlagReranker',
        'FlagEmbedding.**.FlagLLMReranker',
        'FlagEmbedding.**.LayerWiseFlagLLMReranker'
      ],
      model: { at: 0, keywords: ['model_name_or_path'] }
    },
    {
      callee: ['FlagEmbedding.**.from_finetuned'],
      model: { at: 0, keywords: ['model_name_or_path'] }
    },
    {
      callee: ['chromadb.**.SentenceTransformerEmbeddingFunction'],
      library: 'chromadb',
      model: { at: 0, keywords: ['model_name'], byDefault: 'all-MiniLM-L6-v2' }
    },
    {
      callee: ['keybert.KeyBERT'],
      library: 'keybert',
      model: { at: 0, keywords: ['model'], orObject: true, byDefault: 'all-MiniLM-L6-v2' }
    }
  ]
};

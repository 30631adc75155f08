import type { Loader } from '../../types/loader';

export const llamaIndex: Loader = {
  id: 'llama-index',
  library: 'llama-index',
  rules: [
    {
      callee: ['llama_index.**.HuggingFaceEmbedding'],
      model: { at: 0, keywords: ['model_name'], byDefault: 'BAAI/bge-small-en' }
    },
    {
      callee: ['llama_index.**.HuggingFaceLLM'],
      model: { keywords: ['model_name'], byDefault: 'StabilityAI/stablelm-tuned-alpha-3b' },
      needs: [{ keyword: 'model', is: false, whenAbsent: true }]
    },
    { callee: ['llama_index.**.LlamaCPP'], model: { keywords: ['model_path', 'model_url'] } },
    {
      callee: ['llama_index.**.SentenceTransformerRerank', 'llama_index.**.FlagEmbeddingReranker'],
      model: { keywords: ['model'] }
    }
  ]
};

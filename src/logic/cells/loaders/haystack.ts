import type { Loader } from '../../types/loader';

export const haystack: Loader = {
  id: 'haystack',
  library: 'haystack-ai',
  words: ['haystack', 'nodes'],
  rules: [
    { callee: ['haystack.**.warm_up'], model: { keywords: ['model'], ofReceiver: true } },
    {
      callee: ['haystack.nodes.**.*'],
      model: { at: 0, keywords: ['model_name_or_path', 'embedding_model'], only: /./ },
      unless: /\.(?:PromptNode|PromptTemplate|PromptModel|BM25Retriever|[a-z_]\w*)$|\(\)/
    }
  ]
};

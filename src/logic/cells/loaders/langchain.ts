import type { Loader } from '../../types/loader';

const LANGCHAIN = ['langchain', 'langchain_community', 'langchain_huggingface'];

export const langchain: Loader = {
  id: 'langchain',
  library: 'langchain',
  words: ['HuggingFaceEmbeddings'],
  rules: [
    {
      callee: LANGCHAIN.map(root => `${root}.**.HuggingFaceEmbeddings`),
      model: {
        keywords: ['model_name', 'model'],
        byDefault: 'sentence-transformers/all-mpnet-base-v2'
      }
    },
    {
      callee: LANGCHAIN.flatMap(root => [
        `${root}.**.HuggingFaceBgeEmbeddings`,
        `${root}.**.HuggingFaceInstructEmbeddings`,
        `${root}.**.SentenceTransformerEmbeddings`,
        `${root}.**.HuggingFaceCrossEncoder`
      ]),
      model: { keywords: ['model_name'] }
    },
    {
      callee: LANGCHAIN.map(root => `${root}.**.from_model_id`),
      model: { at: 0, keywords: ['model_id'] }
    },
    {
      callee: LANGCHAIN.flatMap(root => [
        `${root}.**.LlamaCpp`,
        `${root}.**.ChatLlamaCpp`,
        `${root}.**.LlamaCppEmbeddings`
      ]),
      model: { keywords: ['model_path'] }
    },
    {
      callee: LANGCHAIN.flatMap(root => [
        `${root}.**.VLLM`,
        `${root}.**.CTransformers`,
        `${root}.**.GPT4All`
      ]),
      model: { keywords: ['model', 'model_name'] }
    }
  ]
};

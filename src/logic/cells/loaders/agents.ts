import type { Loader } from '../../types/loader';

export const agents: Loader = {
  id: 'smolagents',
  library: 'smolagents',
  words: ['smolagents'],
  rules: [
    {
      callee: [
        'smolagents.**.TransformersModel',
        'smolagents.**.VLLMModel',
        'smolagents.**.MLXModel'
      ],
      model: { at: 0, keywords: ['model_id'] }
    },
    {
      callee: ['guidance.models.Transformers', 'guidance.models.LlamaCpp'],
      library: 'guidance',
      model: { at: 0, keywords: ['model'], orObject: true }
    },
    {
      callee: ['outlines.models.transformers', 'outlines.models.vllm', 'outlines.models.llamacpp'],
      library: 'outlines',
      model: { at: 0, keywords: ['model_name'] }
    }
  ]
};

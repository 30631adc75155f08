import type { Loader } from '../../types/loader';

export const openClip: Loader = {
  id: 'open-clip',
  library: 'open_clip_torch',
  rules: [
    {
      callee: ['open_clip.**.create_model_and_transforms', 'open_clip.**.create_model'],
      needs: [{ keyword: 'pretrained', at: 1 }],
      model: { at: 0, keywords: ['model_name'] }
    },
    {
      callee: [
        'open_clip.**.create_model_and_transforms',
        'open_clip.**.create_model',
        'open_clip.**.create_model_from_pretrained'
      ],
      model: { at: 0, keywords: ['model_name'], only: /^(?:hf-hub|local-dir):/ }
    },
    { callee: ['clip.load'], library: 'clip', model: { at: 0, keywords: ['name'] } }
  ]
};

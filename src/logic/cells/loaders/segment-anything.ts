import type { Loader } from '../../types/loader';

export const segmentAnything: Loader = {
  id: 'segment-anything',
  library: 'segment-anything',
  words: ['segment_anything', 'sam_model_registry'],
  rules: [
    {
      callee: [
        'segment_anything.**.sam_model_registry[]',
        'mobile_sam.**.sam_model_registry[]',
        'segment_anything_hq.**.sam_model_registry[]',
        'segment_anything.**.build_sam*'
      ],
      model: { at: 0, keywords: ['checkpoint'] }
    },
    {
      callee: ['sam2.**.build_sam2', 'sam2.**.build_sam2_video_predictor'],
      library: 'sam2',
      model: { at: 1, keywords: ['ckpt_path'] }
    },
    {
      callee: ['sam2.**.from_pretrained'],
      library: 'sam2',
      model: { at: 0, keywords: ['model_id'] }
    }
  ]
};

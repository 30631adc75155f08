import type { Loader } from '../../types/loader';

export const ultralytics: Loader = {
  id: 'ultralytics',
  library: 'ultralytics',
  words: ['yolo'],
  commands: [{ command: 'yolo', options: ['model'] }],
  rules: [
    {
      callee: [
        'ultralytics.**.YOLO',
        'ultralytics.**.SAM',
        'ultralytics.**.RTDETR',
        'ultralytics.**.FastSAM',
        'ultralytics.**.YOLOWorld'
      ],
      model: { at: 0, keywords: ['model'], not: /\.ya?ml$/, byDefault: null }
    }
  ]
};

import type { Loader } from '../../types/loader';

export const speechbrain: Loader = {
  id: 'speechbrain',
  library: 'speechbrain',
  rules: [
    { callee: ['speechbrain.**.from_hparams'], model: { at: 0, keywords: ['source'] } },
    {
      callee: ['pyannote.audio.**.from_pretrained'],
      library: 'pyannote.audio',
      model: { at: 0, keywords: ['checkpoint_path', 'checkpoint'] }
    },
    { callee: ['TTS.api.TTS'], library: 'TTS', model: { at: 0, keywords: ['model_name'] } },
    {
      callee: ['audiocraft.models.**.get_pretrained'],
      library: 'audiocraft',
      model: { at: 0, keywords: ['name'] }
    }
  ]
};

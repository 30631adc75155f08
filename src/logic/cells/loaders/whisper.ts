import type { Loader } from '../../types/loader';

export const whisper: Loader = {
  id: 'whisper',
  library: 'openai-whisper',
  rules: [
    {
      callee: ['whisper.load_model', 'whisper_timestamped.load_model'],
      model: { at: 0, keywords: ['name'] }
    },
    {
      callee: ['whisperx.load_model'],
      library: 'whisperx',
      model: { at: 0, keywords: ['whisper_arch'] }
    },
    {
      callee: ['faster_whisper.WhisperModel'],
      library: 'faster-whisper',
      model: { at: 0, keywords: ['model_size_or_path'] }
    }
  ]
};

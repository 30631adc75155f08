# === speechbrain
from speechbrain.inference.speaker import EncoderClassifier
c = EncoderClassifier.from_hparams(source="speechbrain/spkrec-ecapa-voxceleb")
#> speechbrain.inference.speaker.EncoderClassifier.from_hparams = speechbrain/spkrec-ecapa-voxceleb

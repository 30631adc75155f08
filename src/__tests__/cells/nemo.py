# === NeMo
import nemo.collections.asr as nemo_asr
a = nemo_asr.models.ASRModel.from_pretrained(model_name="nvidia/parakeet")
b = nemo_asr.models.EncDecCTCModel.restore_from("m.nemo")
#> nemo.collections.asr.models.ASRModel.from_pretrained = nvidia/parakeet
#> nemo.collections.asr.models.EncDecCTCModel.restore_from = m.nemo

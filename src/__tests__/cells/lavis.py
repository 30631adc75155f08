# === LAVIS, transformer_lens, gliner
from lavis.models import load_model_and_preprocess
from transformer_lens import HookedTransformer
from gliner import GLiNER
m, v, t = load_model_and_preprocess("blip_caption", model_type="base_coco")
h = HookedTransformer.from_pretrained("gpt2-small")
g = GLiNER.from_pretrained("org/gliner")
#> lavis.models.load_model_and_preprocess = blip_caption
#> transformer_lens.HookedTransformer.from_pretrained = gpt2-small
#> gliner.GLiNER.from_pretrained = org/gliner

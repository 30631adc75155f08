# === open_clip
import open_clip
model, _, preprocess = open_clip.create_model_and_transforms("ViT-B-32", pretrained="laion2b_s34b_b79k")
tok = open_clip.get_tokenizer("ViT-B-32")
#> open_clip.create_model_and_transforms = ViT-B-32; target=model
# === open_clip from the hub, and without weights
import open_clip
m, p = open_clip.create_model_from_pretrained("hf-hub:org/clip")
n = open_clip.create_model("ViT-B-32")
#> open_clip.create_model_from_pretrained = hf-hub:org/clip
# === clip
import clip
model, preprocess = clip.load("ViT-B/32", device="cpu")
#> clip.load = ViT-B/32

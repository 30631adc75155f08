# === SAM
from segment_anything import sam_model_registry, SamPredictor
sam = sam_model_registry["vit_h"](checkpoint="sam_vit_h_4b8939.pth")
sam.to(device="cuda")
predictor = SamPredictor(sam)
#> segment_anything.sam_model_registry[] = sam_vit_h_4b8939.pth; chain=to; target=sam
# === SAM 2
from sam2.build_sam import build_sam2
m = build_sam2("sam2_hiera_l.yaml", "sam2_hiera_large.pt", device="cuda")
#> sam2.build_sam.build_sam2 = sam2_hiera_large.pt

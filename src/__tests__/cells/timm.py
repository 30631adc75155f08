# === timm with pretrained weights
import timm
m = timm.create_model("vit_base_patch16_224", pretrained=True, num_classes=0)
#> timm.create_model = vit_base_patch16_224; loader=timm
# === timm without
import timm
m = timm.create_model("vit_base_patch16_224")
n = timm.create_model("resnet18", pretrained=False)
print(timm.list_models("vit*"))

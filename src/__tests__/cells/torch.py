# === torch.load and jit
import torch
state = torch.load("a.pt", map_location=torch.device("cpu"), weights_only=True)
script = torch.jit.load("b.pt")
#> torch.load = a.pt; kw.map_location=torch.device(...)
#> torch.jit.load = b.pt
# === torch: a hub download
import torch
from huggingface_hub import hf_hub_download
state = torch.load(hf_hub_download(repo_id="org/a", filename="w.bin"))
#> torch.load = org/a; file=w.bin
# === torch.hub
import torch
a = torch.hub.load("facebookresearch/dinov2", "dinov2_vits14")
b = torch.hub.load("pytorch/vision", "resnet18", pretrained=False)
#> torch.hub.load = dinov2_vits14
# === torch: saving, small tensors, devices
import torch
torch.save(model.state_dict(), "m.pt")
x = torch.zeros(3, 224, 224)
y = torch.randn(2, 3)
d = torch.device("cuda" if torch.cuda.is_available() else "cpu")
# === torch: a large tensor
import torch
x = torch.zeros(100_000, 4096)
#> torch.zeros =

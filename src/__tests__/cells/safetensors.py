# === numpy
from safetensors.numpy import load_file
weights = load_file("checkpoint/model.safetensors")
#> safetensors.numpy.load_file = checkpoint/model.safetensors; target=weights; how=literal
# === torch, path in a constant, module imported whole
import safetensors.torch
path = "big/model.safetensors"
# %%
state = safetensors.torch.load_file(path, device="cpu")
#> safetensors.torch.load_file = big/model.safetensors; how=constant; kw.device=cpu
# === saving is no load
from safetensors.torch import save_file
save_file({"a": 1}, "out.safetensors")
# === a load_file of the notebook's own
from safetensors.torch import load_file
def load_file(path):
    return open(path).read()
x = load_file("notes.txt")
# === safetensors: safe_open is lazy
from safetensors import safe_open
with safe_open("a.safetensors", framework="pt") as f:
    names = f.keys()
# === the tensors of an opened file, kept
from safetensors import safe_open
tensors = {}
with safe_open("a.safetensors", framework="pt", device="cpu") as f:
    for key in f.keys():
        tensors[key] = f.get_tensor(key)
#> safetensors.safe_open().get_tensor = a.safetensors; repeats=kept; kw.framework=pt

# === a dead branch
from transformers import AutoModel
if False:
    m = AutoModel.from_pretrained("gpt2")
# === a dead branch by constant
from transformers import AutoModel
LOAD = False
# %%
if LOAD:
    m = AutoModel.from_pretrained("gpt2")
else:
    m = None
# === the live branch of a constant
from transformers import AutoModel
USE_LARGE = True
# %%
if USE_LARGE:
    m = AutoModel.from_pretrained("gpt2-large")
else:
    m = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2-large; conditional=false
# === both branches of an open condition
import torch
from transformers import AutoModel
if torch.cuda.is_available():
    m = AutoModel.from_pretrained("big/model")
else:
    m = AutoModel.from_pretrained("small/model")
#> transformers.AutoModel.from_pretrained = big/model; conditional=true
#> transformers.AutoModel.from_pretrained = small/model; conditional=true
# === the id is chosen by an open condition in the same cell
import torch
from transformers import AutoModel
if torch.cuda.is_available():
    name = "big/model"
else:
    name = "small/model"
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = big/model; conditional=true
#> transformers.AutoModel.from_pretrained = small/model; conditional=true
# === the id was chosen in an earlier cell: the kernel knows
import torch
from transformers import AutoModel
if torch.cuda.is_available():
    name = "big/model"
else:
    name = "small/model"
# %%
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = ?name; conditional=false
# === a conditional expression
import torch
from transformers import AutoModel
m = AutoModel.from_pretrained("big/model" if torch.cuda.is_available() else "small/model")
#> transformers.AutoModel.from_pretrained = big/model; conditional=true
#> transformers.AutoModel.from_pretrained = small/model; conditional=true
# === elif by comparison
from transformers import AutoModel
size = "medium"
if size == "small":
    m = AutoModel.from_pretrained("gpt2")
elif size == "medium":
    m = AutoModel.from_pretrained("gpt2-medium")
else:
    m = AutoModel.from_pretrained("gpt2-xl")
#> transformers.AutoModel.from_pretrained = gpt2-medium; conditional=false
# === and, or, not, in
from transformers import AutoModel
task = "qa"
debug = False
if task in ("qa", "ner") and not debug:
    m = AutoModel.from_pretrained("bert-base-cased")
if debug or task == "mt":
    m = AutoModel.from_pretrained("t5-base")
#> transformers.AutoModel.from_pretrained = bert-base-cased
# === main guard
from transformers import AutoModel
if __name__ == "__main__":
    m = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; conditional=false
# === a loop over known ids, freed each time
from transformers import AutoModel
for name in ["gpt2", "gpt2-medium"]:
    model = AutoModel.from_pretrained(name)
    print(model.num_parameters())
#> transformers.AutoModel.from_pretrained = gpt2; repeats=freed-each-time
#> transformers.AutoModel.from_pretrained = gpt2-medium; repeats=freed-each-time
# === a loop that keeps them in a list
from transformers import AutoModel
models = []
for name in ["gpt2", "gpt2-medium"]:
    models.append(AutoModel.from_pretrained(name))
#> transformers.AutoModel.from_pretrained = gpt2; repeats=kept
#> transformers.AutoModel.from_pretrained = gpt2-medium; repeats=kept
# === kept by way of a name
from transformers import AutoModel
models = []
for i in range(4):
    m = AutoModel.from_pretrained("gpt2")
    models.append(m)
#> transformers.AutoModel.from_pretrained = gpt2; repeats=kept
# === kept in a dict
from transformers import AutoModel
models = {}
for name in NAMES:
    models[name] = AutoModel.from_pretrained("org/" + "fixed")
#> transformers.AutoModel.from_pretrained = org/fixed; repeats=kept
# === a comprehension keeps
from transformers import AutoModel
models = [AutoModel.from_pretrained(n) for n in ("gpt2", "distilgpt2")]
#> transformers.AutoModel.from_pretrained = gpt2; repeats=kept
#> transformers.AutoModel.from_pretrained = distilgpt2; repeats=kept
# === a dict comprehension keeps
from transformers import AutoModel
ids = {"a": "gpt2", "b": "distilgpt2"}
models = {k: AutoModel.from_pretrained(v) for k, v in ids.items()}
#> transformers.AutoModel.from_pretrained = gpt2; repeats=kept
#> transformers.AutoModel.from_pretrained = distilgpt2; repeats=kept
# === enumerate and zip
from transformers import AutoModel
for i, (name, org) in enumerate(zip(["a"], ["me"])):
    m = AutoModel.from_pretrained(f"{org}/{name}-{i}")
#> transformers.AutoModel.from_pretrained = me/a-0; repeats=once
# === an empty loop
from transformers import AutoModel
for name in []:
    m = AutoModel.from_pretrained(name)
# === a loop with del
from transformers import AutoModel
for name in ["gpt2", "gpt2-xl"]:
    m = AutoModel.from_pretrained(name)
    del m
#> transformers.AutoModel.from_pretrained = gpt2; repeats=freed-each-time
#> transformers.AutoModel.from_pretrained = gpt2-xl; repeats=freed-each-time
# === break after the first
from transformers import AutoModel
for name in ["gpt2", "gpt2-xl"]:
    m = AutoModel.from_pretrained(name)
    break
#> transformers.AutoModel.from_pretrained = gpt2
# === continue skips
from transformers import AutoModel
for name in ["gpt2", "gpt2-xl"]:
    if name == "gpt2":
        continue
    m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = gpt2-xl
# === while
from transformers import AutoModel
while True:
    m = AutoModel.from_pretrained("gpt2")
    if ok(m):
        break
#> transformers.AutoModel.from_pretrained = gpt2; repeats=freed-each-time
# === while False
from transformers import AutoModel
while False:
    m = AutoModel.from_pretrained("gpt2")
# === try with a fallback
from transformers import AutoModel
try:
    m = AutoModel.from_pretrained("./local")
except OSError:
    m = AutoModel.from_pretrained("org/remote")
#> transformers.AutoModel.from_pretrained = ./local; conditional=false
#> transformers.AutoModel.from_pretrained = org/remote; conditional=true
# === try, else, finally
from transformers import AutoModel
try:
    x = 1
except ValueError:
    pass
else:
    a = AutoModel.from_pretrained("gpt2")
finally:
    b = AutoModel.from_pretrained("t5-small")
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = t5-small
# === with torch.no_grad
import torch
from transformers import AutoModel
with torch.no_grad():
    m = AutoModel.from_pretrained("gpt2").cuda()
#> transformers.AutoModel.from_pretrained = gpt2; chain=cuda
# === meta by init_on_device
import torch
from accelerate import init_on_device
from transformers import AutoConfig, AutoModel
with init_on_device(torch.device("meta")):
    m = AutoModel.from_config(AutoConfig.from_pretrained("gpt2"))
# === torch.device on a real device
import torch
from transformers import AutoConfig, AutoModel
with torch.device("cuda"):
    m = AutoModel.from_config(AutoConfig.from_pretrained("gpt2"))
#> transformers.AutoModel.from_config = gpt2
# === after raise
from transformers import AutoModel
raise SystemExit
m = AutoModel.from_pretrained("gpt2")
# === after return in a helper
from transformers import AutoModel
def f():
    return 1
    AutoModel.from_pretrained("gpt2")
f()
# === an early return under an open condition
from transformers import AutoModel
def f(x):
    if x > limit:
        return AutoModel.from_pretrained("gpt2-xl")
    return AutoModel.from_pretrained("gpt2")
m = f(3)
#> transformers.AutoModel.from_pretrained = gpt2-xl; conditional=true
#> transformers.AutoModel.from_pretrained = gpt2
# === a helper chooses by its argument
from transformers import AutoModel
def f(large=False):
    if large:
        return AutoModel.from_pretrained("gpt2-xl")
    return AutoModel.from_pretrained("gpt2")
# %%
m = f(large=True)
#> transformers.AutoModel.from_pretrained = gpt2-xl; conditional=false; target=m
# === match
from transformers import AutoModel
match kind:
    case "a":
        m = AutoModel.from_pretrained("gpt2")
    case _:
        m = AutoModel.from_pretrained("t5-small")
#> transformers.AutoModel.from_pretrained = gpt2; conditional=true
#> transformers.AutoModel.from_pretrained = t5-small; conditional=true
# === semicolons and one-line blocks
from transformers import AutoModel; m = AutoModel.from_pretrained("gpt2"); m.half()
if True: n = AutoModel.from_pretrained("t5-small")
#> transformers.AutoModel.from_pretrained = gpt2; chain=half
#> transformers.AutoModel.from_pretrained = t5-small
# === loaded only if the name is not there yet
from transformers import AutoModel
if "model" not in globals():
    model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; conditional=true
# === nested loops over known lists
from transformers import AutoModel
for org in ["a", "b"]:
    for size in ["s"]:
        m = AutoModel.from_pretrained(f"{org}/{size}")
#> transformers.AutoModel.from_pretrained = a/s; repeats=freed-each-time
#> transformers.AutoModel.from_pretrained = b/s; repeats=freed-each-time
# === load_state_dict of a loaded state
import torch
from transformers import BertConfig, BertModel
model = BertModel(BertConfig())
model.load_state_dict(torch.load("bert.bin", map_location="cpu"))
#> transformers.BertModel = ?BertConfig()
#> torch.load = bert.bin; chain=load_state_dict; kw.map_location=cpu
# === the state under a name, into a model of the notebook
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(10, 10)
net = Net()
# %%
state = torch.load("net.pt")
net.load_state_dict(state)
#> torch.load = net.pt; target=state; chain=load_state_dict
# === a classmethod of the notebook
from transformers import AutoModel
class Zoo:
    @classmethod
    def open(cls, name):
        return AutoModel.from_pretrained(name)
    @staticmethod
    def shut(name):
        return AutoModel.from_pretrained("x/" + name)
a = Zoo.open("gpt2")
b = Zoo.shut("y")
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = x/y
# === a property loads when it is read
from transformers import AutoModel
class Lazy:
    @property
    def model(self):
        return AutoModel.from_pretrained("gpt2")
lazy = Lazy()
# %%
print(lazy.model)
#> transformers.AutoModel.from_pretrained = gpt2
# === a property that is not read
from transformers import AutoModel
class Lazy:
    @property
    def model(self):
        return AutoModel.from_pretrained("gpt2")
lazy = Lazy()
# === the rest of a cell after an open early exit
from transformers import AutoModel
if not ready:
    raise RuntimeError("no")
m = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === match: an open subject, a capture, a guard, and a way out
from transformers import AutoModel
def build(kind, size):
    match kind:
        case "bert" | "roberta":
            return AutoModel.from_pretrained(f"{kind}-base")
        case other if size == "xl":
            return AutoModel.from_pretrained(f"{other}-xl")
        case _:
            return AutoModel.from_pretrained("gpt2")
# %%
a = build("roberta", "s")
b = build("t5", "xl")
c = build("t5", "s")
d = build(unheard, "s")
#> transformers.AutoModel.from_pretrained = roberta-base
#> transformers.AutoModel.from_pretrained = t5-xl
#> transformers.AutoModel.from_pretrained = gpt2; conditional=false
#> transformers.AutoModel.from_pretrained = ?f"{kind}-base"; conditional=true
#> transformers.AutoModel.from_pretrained = gpt2
# === match: what a pattern captures hides what the name held
from transformers import AutoModel
name = "gpt2"
match settings:
    case {"model": name}:
        m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = ?name; conditional=true

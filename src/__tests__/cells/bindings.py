# === an f-string
from transformers import AutoModel
size = "7b"
m = AutoModel.from_pretrained(f"meta-llama/Llama-2-{size}-hf")
#> transformers.AutoModel.from_pretrained = meta-llama/Llama-2-7b-hf; how=constant
# === an f-string with an attribute and a number
from transformers import AutoModel
class CFG:
    org = "EleutherAI"
    size = 70
m = AutoModel.from_pretrained(f"{CFG.org}/pythia-{CFG.size}m")
#> transformers.AutoModel.from_pretrained = EleutherAI/pythia-70m
# === an f-string with a hole
from transformers import AutoModel
m = AutoModel.from_pretrained(f"gpt2-{size}")
#> transformers.AutoModel.from_pretrained = ?f"gpt2-{size}"
# === plus
from transformers import AutoModel
root = "/models/"
m = AutoModel.from_pretrained(root + "bert" + "-base")
#> transformers.AutoModel.from_pretrained = /models/bert-base
# === neighbouring strings
from transformers import AutoModel
m = AutoModel.from_pretrained("bert-" "base-" 'uncased')
#> transformers.AutoModel.from_pretrained = bert-base-uncased; how=literal
# === percent and format
from transformers import AutoModel
a = AutoModel.from_pretrained("%s/%s" % ("google", "mt5-small"))
b = AutoModel.from_pretrained("{}/{name}".format("google", name="mt5-base"))
#> transformers.AutoModel.from_pretrained = google/mt5-small
#> transformers.AutoModel.from_pretrained = google/mt5-base
# === os.path.join across cells
import os
BASE = "/data/models"
# %%
from transformers import AutoModel
m = AutoModel.from_pretrained(os.path.join(BASE, "bert", "final"))
#> transformers.AutoModel.from_pretrained = /data/models/bert/final
# === join imported alone
from os.path import join
from transformers import AutoModel
m = AutoModel.from_pretrained(join("out", "checkpoint-500"))
#> transformers.AutoModel.from_pretrained = out/checkpoint-500
# === pathlib
from pathlib import Path
from transformers import AutoModel
m = AutoModel.from_pretrained(Path("models") / "bert" / "v1")
n = AutoModel.from_pretrained(str(Path("models", "gpt")))
#> transformers.AutoModel.from_pretrained = models/bert/v1
#> transformers.AutoModel.from_pretrained = models/gpt
# === a dict of ids
from transformers import AutoModel
MODELS = {"small": "t5-small", "large": "t5-large"}
# %%
choice = "large"
m = AutoModel.from_pretrained(MODELS[choice])
#> transformers.AutoModel.from_pretrained = t5-large
# === a list of ids
from transformers import AutoModel
names = ["gpt2", "gpt2-medium", "gpt2-large"]
m = AutoModel.from_pretrained(names[-1])
#> transformers.AutoModel.from_pretrained = gpt2-large
# === dict get with a default
from transformers import AutoModel
cfg = {"dtype": "auto"}
m = AutoModel.from_pretrained(cfg.get("model", "gpt2"))
#> transformers.AutoModel.from_pretrained = gpt2
# === a namespace
from types import SimpleNamespace
from transformers import AutoModel
args = SimpleNamespace(model="gpt2", steps=3)
# %%
args.model = "gpt2-xl"
m = AutoModel.from_pretrained(args.model)
#> transformers.AutoModel.from_pretrained = gpt2-xl
# === an attribute that nobody knows
from transformers import AutoModel
m = AutoModel.from_pretrained(args.output_dir)
#> transformers.AutoModel.from_pretrained = ?args.output_dir
# === a dataclass
from dataclasses import dataclass
from transformers import AutoModel
@dataclass
class Config:
    model: str = "gpt2"
    seed: int = 0
cfg = Config(seed=1)
other = Config("gpt2-medium")
a = AutoModel.from_pretrained(cfg.model)
b = AutoModel.from_pretrained(other.model)
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = gpt2-medium
# === training arguments give back what they got
from transformers import AutoModel, TrainingArguments
args = TrainingArguments(output_dir="./results", num_train_epochs=1)
# %%
m = AutoModel.from_pretrained(args.output_dir)
#> transformers.AutoModel.from_pretrained = ./results
# === an augmented path
from transformers import AutoModel
path = "/mnt"
path += "/bert"
m = AutoModel.from_pretrained(path)
#> transformers.AutoModel.from_pretrained = /mnt/bert
# === chained and annotated assignment
from transformers import AutoModel
a = b = "gpt2"
c: str = b
m = AutoModel.from_pretrained(c)
#> transformers.AutoModel.from_pretrained = gpt2
# === unpacking
from transformers import AutoModel
org, name = "facebook", "opt-125m"
m = AutoModel.from_pretrained("/".join([org, name]))
#> transformers.AutoModel.from_pretrained = facebook/opt-125m
# === string methods
from transformers import AutoModel
full = "Facebook/OPT-125m".lower()
m = AutoModel.from_pretrained(full.replace("opt", "xglm").strip())
#> transformers.AutoModel.from_pretrained = facebook/xglm-125m
# === the last of four assignments
from transformers import AutoModel
repo_id = "a/one"
repo_id = "a/two"
# repo_id = "a/three"
repo_id = "a/four"
m = AutoModel.from_pretrained(repo_id)
#> transformers.AutoModel.from_pretrained = a/four
# === a later earlier cell wins: execution order
name = "gpt2"
# %%
name = "gpt2-large"
# %%
from transformers import AutoModel
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = gpt2-large
# === a name that only the processor uses
from transformers import AutoModel, AutoProcessor
base_id = "google/paligemma-3b-pt-224"
mine = "./finetuned"
p = AutoProcessor.from_pretrained(base_id)
m = AutoModel.from_pretrained(mine)
#> transformers.AutoModel.from_pretrained = ./finetuned
# === no import anywhere: the name means nothing
m = AutoModel.from_pretrained("gpt2")
# === a class of the notebook with the library's name
class AutoModel:
    @classmethod
    def from_pretrained(cls, name):
        return cls()
m = AutoModel.from_pretrained("gpt2")
# === a class of the notebook shadows the import
from transformers import AutoModel
class AutoModel:
    def from_pretrained(name):
        return name
# %%
AutoModel.from_pretrained("gpt2")
# === a wrapper class whose constructor loads
from transformers import AutoModelForCausalLM
class Chat:
    def __init__(self, model_id, device="cpu"):
        self.model = AutoModelForCausalLM.from_pretrained(model_id).to(device)
    def ask(self, text):
        return self.model.generate(text)
# %%
chat = Chat("Qwen/Qwen2-7B")
#> transformers.AutoModelForCausalLM.from_pretrained = Qwen/Qwen2-7B; chain=to
# === the same class, only used
from transformers import AutoModelForCausalLM
class Chat:
    def __init__(self, model_id):
        self.model = AutoModelForCausalLM.from_pretrained(model_id)
    def ask(self, text):
        return self.model.generate(text)
chat = Chat("Qwen/Qwen2-7B")
# %%
chat.ask("hello")
# === a class that loads in a method
from transformers import AutoModel
class Service:
    name = "gpt2"
    def start(self):
        self.model = AutoModel.from_pretrained(self.name)
s = Service()
# %%
s.start()
#> transformers.AutoModel.from_pretrained = gpt2
# === a class that is made and not started
from transformers import AutoModel
class Service:
    name = "gpt2"
    def start(self):
        self.model = AutoModel.from_pretrained(self.name)
s = Service()
# === inheritance between classes of the notebook
from transformers import AutoModel
class Base:
    def __init__(self, name):
        self.model = AutoModel.from_pretrained(name)
class Child(Base):
    pass
# %%
c = Child("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === super().__init__
from transformers import AutoModel
class Base:
    def __init__(self, name):
        self.model = AutoModel.from_pretrained(name)
class Child(Base):
    def __init__(self):
        super().__init__("gpt2-xl")
c = Child()
#> transformers.AutoModel.from_pretrained = gpt2-xl
# === a lambda
from transformers import AutoModel
load = lambda name: AutoModel.from_pretrained(name)
# %%
m = load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a lambda that is not called
from transformers import AutoModel
load = lambda name: AutoModel.from_pretrained(name)
# === partial
from functools import partial
from transformers import AutoModel
load = partial(AutoModel.from_pretrained, torch_dtype="auto")
# %%
m = load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; kw.torch_dtype=auto
# === the bound method under a name
from transformers import AutoModel
load = AutoModel.from_pretrained
m = load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a deleted name
from transformers import AutoModel
del AutoModel
m = AutoModel.from_pretrained("gpt2")
# === imported again from elsewhere
from transformers import AutoModel
from mylib import AutoModel
m = AutoModel.from_pretrained("gpt2")
# === a name that an exception handler binds elsewhere
try:
    from transformers import AutoModel
except ImportError:
    AutoModel = None
m = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a loop variable shadows
from transformers import pipeline
for pipeline in steps:
    pipeline("x")
# === parameters shadow
from transformers import pipeline
def run(pipeline):
    return pipeline("text")
run(print)
# === the comprehension's name does not leak
from transformers import AutoModel
name = "gpt2"
upper = [name for name in ["a", "b"]]
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = gpt2
# === a function's local name does not leak
from transformers import AutoModel
name = "gpt2"
def other():
    name = "t5-small"
other()
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = gpt2
# === a global declared in a function
from transformers import AutoModel
def setup():
    global name
    name = "t5-small"
setup()
# %%
m = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = t5-small
# === a function sees a global as it is when it is called
from transformers import AutoModel
name = "gpt2"
def load():
    return AutoModel.from_pretrained(name)
# %%
name = "gpt2-xl"
# %%
m = load()
#> transformers.AutoModel.from_pretrained = gpt2-xl
# === a sklearn pipeline
from sklearn.pipeline import Pipeline, make_pipeline
pipeline = Pipeline([("scale", None)])
pipeline.fit(X)
# === a kfp decorator
from kfp.dsl import pipeline
@pipeline(name="train")
def train():
    pass
# === LLM of the notebook
class LLM:
    def __init__(self, model):
        self.model = model
llm = LLM(model="meta-llama/Llama-2-7b-hf")
# === a variable called LLM that is a client
from openai import OpenAI
LLM = OpenAI
client = LLM(api_key="x", model="gpt-4")
# === a load of another package
from dotenv import load_dotenv as load
from yaml import safe_load
load(".env")
safe_load(open("x.yaml"))
# === an id given as a default of the helper
from transformers import AutoModel
DEFAULT = "gpt2"
def load(name=DEFAULT):
    return AutoModel.from_pretrained(name)
# %%
m = load()
#> transformers.AutoModel.from_pretrained = gpt2; target=m
# === keyword arguments through a helper
from transformers import AutoModel
def load(name, **kwargs):
    return AutoModel.from_pretrained(name, **kwargs)
m = load("gpt2", torch_dtype="float16")
#> transformers.AutoModel.from_pretrained = gpt2; kw.torch_dtype=float16
# === positional arguments through a helper
from transformers import AutoModel
def load(*args):
    return AutoModel.from_pretrained(*args)
m = load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a helper of a helper, both of earlier cells
from transformers import AutoModel
def inner(name):
    return AutoModel.from_pretrained(name)
# %%
def outer(size):
    return inner("gpt2-" + size), None
# %%
model, other = outer("large")
#> transformers.AutoModel.from_pretrained = gpt2-large; target=model
# === a helper that is only named
from transformers import AutoModel
def load():
    return AutoModel.from_pretrained("gpt2")
# %%
f = load
help(load)
# === recursion ends
from transformers import AutoModel
def load(n):
    if n == 0:
        return AutoModel.from_pretrained("gpt2")
    return load(n - 1)
load(3)
# === a decorated helper
import streamlit as st
from transformers import AutoModel
@st.cache_resource
def load():
    return AutoModel.from_pretrained("gpt2")
m = load()
#> transformers.AutoModel.from_pretrained = gpt2
# === notebook_launcher runs its function
from accelerate import notebook_launcher
from transformers import AutoModel
def train(name):
    model = AutoModel.from_pretrained(name)
notebook_launcher(train, ("bert-base-cased",), num_processes=1)
#> transformers.AutoModel.from_pretrained = bert-base-cased
# === async helper
from transformers import AutoModel
async def load():
    return AutoModel.from_pretrained("gpt2")
# %%
m = await load()
#> transformers.AutoModel.from_pretrained = gpt2; target=m
# === an unknown argument is named by the caller's name
from transformers import AutoModel
def load(path):
    return AutoModel.from_pretrained(path)
# %%
m = load(best_checkpoint)
#> transformers.AutoModel.from_pretrained = ?best_checkpoint
# === a helper called twice with the same id is two loads
from transformers import AutoModel
def load(name):
    return AutoModel.from_pretrained(name)
# %%
policy = load("gpt2")
reference = load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = gpt2
# === twice within one cell's own helper
from transformers import AutoModel
def load(name):
    return AutoModel.from_pretrained(name)
both = load("gpt2"), load("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = gpt2

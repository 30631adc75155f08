# === ids from the environment with a default
import os
from transformers import AutoModel
m = AutoModel.from_pretrained(os.environ.get("MODEL_ID", "gpt2"))
#> transformers.AutoModel.from_pretrained = ?os.environ.get("MODEL_ID", "gpt2")
# === a pydantic-like config class
from dataclasses import dataclass, field
from transformers import AutoModel
@dataclass
class Cfg:
    model: str = "bert-base-uncased"
    layers: list = field(default_factory=list)
cfg = Cfg()
# %%
m = AutoModel.from_pretrained(cfg.model)
#> transformers.AutoModel.from_pretrained = bert-base-uncased
# === vars and dict unpacked into a helper
from transformers import AutoModelForCausalLM
def load(model_id, *, dtype="auto", **rest):
    return AutoModelForCausalLM.from_pretrained(model_id, torch_dtype=dtype, **rest)
opts = {"model_id": "gpt2", "device_map": "auto"}
model = load(**opts)
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2; kw.device_map=auto; kw.torch_dtype=auto
# === a dispatch table of classes
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM
CLASSES = {"causal": AutoModelForCausalLM, "seq2seq": AutoModelForSeq2SeqLM}
kind = "seq2seq"
model = CLASSES[kind].from_pretrained("google/flan-t5-small")
#> transformers.AutoModelForSeq2SeqLM.from_pretrained = google/flan-t5-small
# === getattr of the module
import transformers
model = getattr(transformers, "AutoModelForCausalLM").from_pretrained("gpt2")
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2
# === importlib
import importlib
tf = importlib.import_module("transformers")
model = tf.AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === import within the function, alias
def get():
    import transformers as hf
    return hf.AutoModel.from_pretrained("gpt2")
model = get()
#> transformers.AutoModel.from_pretrained = gpt2
# === zip over names and sizes, appended
from transformers import AutoModel
models = []
for name, size in zip(["gpt2", "gpt2-medium"], [1, 2]):
    models.append(AutoModel.from_pretrained(name))
#> transformers.AutoModel.from_pretrained = gpt2; repeats=kept
#> transformers.AutoModel.from_pretrained = gpt2-medium; repeats=kept
# === enumerate with a slice and a continue
from transformers import AutoModel
names = ["a/one", "b/two", "c/three"]
for i, name in enumerate(names[:2]):
    if i == 0:
        continue
    model = AutoModel.from_pretrained(name)
#> transformers.AutoModel.from_pretrained = b/two
# === map and list
from transformers import AutoModel
models = list(map(AutoModel.from_pretrained, ["gpt2", "distilgpt2"]))
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = distilgpt2
# === a context manager and a thread pool
from concurrent.futures import ThreadPoolExecutor
from transformers import AutoModel
with ThreadPoolExecutor() as pool:
    futures = [pool.submit(AutoModel.from_pretrained, n) for n in ("gpt2", "distilgpt2")]
#> transformers.AutoModel.from_pretrained = gpt2
#> transformers.AutoModel.from_pretrained = distilgpt2
# === a nested function returned and called
from transformers import AutoModel
def loader(prefix):
    def load(name):
        return AutoModel.from_pretrained(f"{prefix}/{name}")
    return load
fb = loader("facebook")
# %%
bart = fb("bart-base")
#> transformers.AutoModel.from_pretrained = facebook/bart-base
# === a decorator with functools.cache around a helper
from functools import lru_cache
from transformers import pipeline
@lru_cache(maxsize=1)
def get_pipe():
    return pipeline("summarization", model="facebook/bart-large-cnn")
# %%
get_pipe()("text")
#> transformers.pipeline = facebook/bart-large-cnn
# === streamlit's cache
import streamlit as st
from transformers import pipeline
@st.cache_resource
def load():
    return pipeline("sentiment-analysis", model="distilbert-base-uncased-finetuned-sst-2-english")
clf = load()
#> transformers.pipeline = distilbert-base-uncased-finetuned-sst-2-english
# === main guard
from transformers import AutoModel
def main():
    model = AutoModel.from_pretrained("gpt2")
if __name__ == "__main__":
    main()
#> transformers.AutoModel.from_pretrained = gpt2
# === a class method and a static method of the notebook
from transformers import AutoModel
class Registry:
    DEFAULT = "gpt2"
    @classmethod
    def load(cls, name=None):
        return AutoModel.from_pretrained(name or cls.DEFAULT)
    @staticmethod
    def names():
        return ["gpt2-xl"]
# %%
m = Registry.load()
Registry.names()
#> transformers.AutoModel.from_pretrained = gpt2
# === a lightning module that loads in its constructor
import pytorch_lightning as pl
from transformers import AutoModel
class Net(pl.LightningModule):
    def __init__(self, name="bert-base-uncased"):
        super().__init__()
        self.bert = AutoModel.from_pretrained(name)
    def forward(self, x):
        return self.bert(x)
# %%
net = Net()
#> transformers.AutoModel.from_pretrained = bert-base-uncased
# === only the class, with its import
import torch.nn as nn
from transformers import AutoModel
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = AutoModel.from_pretrained("bert-base-uncased")
# === try the newer class, else the older one
try:
    from transformers import AutoModelForImageTextToText as Auto
except ImportError:
    from transformers import AutoModelForVision2Seq as Auto
# %%
m = Auto.from_pretrained("HuggingFaceTB/SmolVLM-Instruct")
#> transformers.AutoModelForImageTextToText.from_pretrained = HuggingFaceTB/SmolVLM-Instruct
# === a local directory if it is there
import os
from transformers import AutoModel
path = "./local" if os.path.exists("./local") else "org/remote"
m = AutoModel.from_pretrained(path)
#> transformers.AutoModel.from_pretrained = ./local; conditional=true
#> transformers.AutoModel.from_pretrained = org/remote; conditional=true
# === typing, annotations and a TYPE_CHECKING import
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from transformers import AutoModel
def use(model: "AutoModel") -> None: ...
# === sweeps of ids by product
from itertools import product
from transformers import AutoModel
for org, size in product(["facebook"], ["125m", "350m"]):
    m = AutoModel.from_pretrained(f"{org}/opt-{size}")
#> transformers.AutoModel.from_pretrained = facebook/opt-125m
#> transformers.AutoModel.from_pretrained = facebook/opt-350m
# === time magic with a statement
from transformers import AutoModel
# %%
%time model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=model
# === join of a list
from transformers import AutoModel
m = AutoModel.from_pretrained("/".join(["google", "bert"]))
#> transformers.AutoModel.from_pretrained = google/bert
# === path objects
from pathlib import Path
import torch
root = Path("/data")
ckpt = torch.load(root / "runs" / f"epoch={3:02d}.pt")
#> torch.load = ?root / "runs" / f"epoch={3:02d}.pt"
# === constants in a class
from transformers import AutoModel
class C:
    MODEL = "gpt2"
    PATH = MODEL + "-medium"
m = AutoModel.from_pretrained(C.PATH)
#> transformers.AutoModel.from_pretrained = gpt2-medium
# === a subscript with a default by or
from transformers import AutoModel
cfg = {"name": None}
m = AutoModel.from_pretrained(cfg.get("name") or "gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === json text
import json
from transformers import AutoModel
cfg = json.loads('{"model": "gpt2"}')
m = AutoModel.from_pretrained(cfg["model"])
#> transformers.AutoModel.from_pretrained = ?cfg["model"]
# === strip, replace and split of an id
from transformers import AutoModel
m = AutoModel.from_pretrained("https://huggingface.co/google/bert".replace("https://huggingface.co/", ""))
n = AutoModel.from_pretrained("org/a:rev".split(":")[0])
#> transformers.AutoModel.from_pretrained = google/bert
#> transformers.AutoModel.from_pretrained = org/a
# === langgraph and agents name services only
from langgraph.prebuilt import create_react_agent
agent = create_react_agent(model="anthropic:claude-3-7-sonnet-latest", tools=[])
# === bertopic and keybert load an embedding model
from bertopic import BERTopic
from keybert import KeyBERT
from sentence_transformers import SentenceTransformer
topic = BERTopic(embedding_model=SentenceTransformer("all-MiniLM-L6-v2"))
#> sentence_transformers.SentenceTransformer = all-MiniLM-L6-v2
# === names sliced away load nothing
from transformers import AutoModel
names = ["gpt2", "gpt2-xl"]
for name in names[2:]:
    AutoModel.from_pretrained(name)
# === a pool that does something else
from concurrent.futures import ThreadPoolExecutor
from transformers import AutoTokenizer
with ThreadPoolExecutor() as pool:
    sizes = list(pool.map(len, ["gpt2", "gpt2-xl"]))
    tok = pool.submit(AutoTokenizer.from_pretrained, "gpt2")
# === an imported module that is looked at
import importlib
tf = importlib.import_module("transformers")
print(tf.__version__, tf.AutoModel)
# === product over hyperparameters
from itertools import product
for lr, wd in product([1e-3, 1e-4], [0, 0.1]):
    print(f"bert-base-uncased {lr} {wd}")
# === partial is made, not called
from functools import partial
from transformers import AutoModel
load = partial(AutoModel.from_pretrained, "gpt2")
# === a dispatch table that nobody asks
from transformers import AutoModel
LOADERS = {"gpt2": lambda: AutoModel.from_pretrained("gpt2")}
print(list(LOADERS))
# === a cached helper is defined
from functools import lru_cache
from transformers import pipeline
@lru_cache(maxsize=1)
def get_pipe():
    return pipeline("summarization", model="facebook/bart-large-cnn")
# === hyperparameter search is given a function
from transformers import AutoModelForSequenceClassification
def objective(trial):
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
    return 0.0
search = {"objective": objective, "trials": 10}
# === the id is printed, measured and compared
model_id = "meta-llama/Llama-3.1-70B"
if "70B" in model_id:
    print(f"{model_id.split('/')[-1]} needs {70 * 2} GB")
# === the model of an earlier cell is used, saved and counted
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
# %%
model.eval()
n = sum(p.numel() for p in model.parameters())
model.save_pretrained("out")
print(model.config.hidden_size, n)
# === a match that chooses a string
match "large":
    case "large":
        checkpoint = "bert-large-uncased"
    case _:
        checkpoint = "bert-base-uncased"
# === a table of results with ids
import pandas as pd
df = pd.DataFrame({"model": ["gpt2", "gpt2-xl"], "loss": [3.1, 2.7]})
df.to_csv("results.csv")
# === a walrus over lines of text
while (line := "") != "":
    print(line)
# === a mocked class
from unittest.mock import MagicMock
AutoModel = MagicMock()
AutoModel.from_pretrained("gpt2")

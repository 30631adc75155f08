# === a decorator named pipeline
def pipeline(f):
    return f
@pipeline
def train():
    return "gpt2"
# === a dictionary key called from_pretrained
ops = {"from_pretrained": print}
ops["from_pretrained"]("gpt2")
# === a method of an unknown object
loader.from_pretrained("gpt2")
# === an import that is never used
from transformers import AutoModel, pipeline
from diffusers import DiffusionPipeline
# === the class is printed
from transformers import AutoModel
print(AutoModel, AutoModel.__name__)
# === help and documentation of the method
from transformers import AutoModel
print(AutoModel.from_pretrained.__doc__)
help(AutoModel.from_pretrained)
# === ids in a list, nothing loaded
models = ["gpt2", "bert-base-uncased", "meta-llama/Llama-2-7b-hf"]
print(models)
# === a docstring with an example
def load(name):
    """Example: AutoModel.from_pretrained("gpt2")"""
    return name
load("gpt2")
# === a multi-line comment by string
'''
from transformers import AutoModel
AutoModel.from_pretrained("gpt2")
'''
# === code kept in a string and written
code = """
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
"""
open("load.py", "w").write(code)
# === exec of a string is not followed
code = 'import transformers; transformers.AutoModel.from_pretrained("gpt2")'
exec(code)
# === a test is defined
from transformers import AutoModel
def test_load():
    assert AutoModel.from_pretrained("gpt2") is not None
# === a class with a loading method is defined
from transformers import AutoModel
class Model:
    def load(self):
        return AutoModel.from_pretrained("gpt2")
# === a nested definition
from transformers import AutoModel
def outer():
    def inner():
        return AutoModel.from_pretrained("gpt2")
    return 1
outer()
# === a generator function that nobody walks
from transformers import AutoModel
loaders = {"a": lambda: AutoModel.from_pretrained("gpt2"), "b": lambda: AutoModel.from_pretrained("t5-small")}
print(loaders.keys())
# === a registered callback
from transformers import AutoModel
button.on_click(lambda b: AutoModel.from_pretrained("gpt2"))
# === handed to a thread pool that nobody knows
from transformers import AutoModel
pool.register(AutoModel.from_pretrained, "gpt2")
# === the sentiment of a variable named model
model = "gpt2"
print(model.upper())
# === a model of sklearn
from sklearn.linear_model import LogisticRegression
model = LogisticRegression()
model.fit(X, y)
# === a Model of pydantic
from pydantic import BaseModel
class Model(BaseModel):
    name: str
m = Model(name="gpt2")
# === a Model of django
from django.db import models
class Author(models.Model):
    name = models.CharField(max_length=10)
# === an AutoTokenizer under another name
from transformers import AutoTokenizer as AutoModel
t = AutoModel.from_pretrained("gpt2")
# === a GPT2 tokenizer
from transformers import GPT2Tokenizer, LlamaTokenizer, T5TokenizerFast
a = GPT2Tokenizer.from_pretrained("gpt2")
b = LlamaTokenizer.from_pretrained("org/llama")
c = T5TokenizerFast.from_pretrained("t5-small")
# === processors
from transformers import CLIPProcessor, WhisperProcessor, Wav2Vec2Processor, LayoutLMv3Processor
a = CLIPProcessor.from_pretrained("openai/clip-vit-base-patch32")
b = WhisperProcessor.from_pretrained("openai/whisper-small")
c = Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base")
# === feature extractors
from transformers import AutoFeatureExtractor, ViTFeatureExtractor, WhisperFeatureExtractor
a = AutoFeatureExtractor.from_pretrained("facebook/wav2vec2-base")
b = ViTFeatureExtractor.from_pretrained("google/vit-base-patch16-224")
# === image processors
from transformers import AutoImageProcessor, ViTImageProcessor, ViTImageProcessorFast
a = ViTImageProcessor.from_pretrained("google/vit-base-patch16-224")
b = ViTImageProcessorFast.from_pretrained("google/vit-base-patch16-224")
# === configs
from transformers import AutoConfig, BertConfig, PretrainedConfig
a = AutoConfig.from_pretrained("gpt2")
b = BertConfig.from_pretrained("bert-base-cased", num_labels=3)
# === a config made here
from transformers import LlamaConfig
c = LlamaConfig(hidden_size=4096)
print(c)
# === a chat template
from transformers import AutoTokenizer
tok = AutoTokenizer.from_pretrained("org/chat")
text = tok.apply_chat_template([{"role": "user", "content": "hi"}], tokenize=False)
# === training arguments
from transformers import TrainingArguments, Seq2SeqTrainingArguments
args = TrainingArguments("out", per_device_train_batch_size=8, fp16=True)
# === a trainer around an unknown model
from transformers import Trainer
trainer = Trainer(model=model, args=args, train_dataset=ds)
trainer.train()
# === streamers and stopping criteria
from transformers import TextStreamer, StoppingCriteriaList
s = TextStreamer(tok, skip_prompt=True)
# === quantization configs of other kinds
from transformers import GPTQConfig, AwqConfig, QuantoConfig, TorchAoConfig
a = GPTQConfig(bits=4)
b = QuantoConfig(weights="int8")
# === data collators
from transformers import DataCollatorWithPadding, DataCollatorForSeq2Seq
a = DataCollatorForSeq2Seq(tok, model=model)
# === set_seed and logging
import transformers
transformers.set_seed(1)
transformers.logging.set_verbosity_error()
print(transformers.__version__)
# === a pipeline of a model that get_peft_model made
from peft import get_peft_model
from transformers import pipeline
peft_model = get_peft_model(base, cfg)
pipe = pipeline("text-generation", model=peft_model, tokenizer=tok)
# === a pipeline class of the notebook
class Pipeline:
    def __call__(self, x):
        return x
pipeline = Pipeline()
pipeline("text-generation", model="gpt2")
# === a pipeline of spark
from pyspark.ml import Pipeline, PipelineModel
m = PipelineModel.load("out/model")
# === sklearn's make_pipeline
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC
pipeline = make_pipeline(SVC())
pipeline.predict(X)
# === redis pipeline
import redis
pipeline = redis.Redis().pipeline()
pipeline.set("a", 1).execute()
# === a pipeline object is called many times
from transformers import pipeline
clf = pipeline("sentiment-analysis")
# %%
for text in texts:
    print(clf(text))
# === attributes of a loaded model
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
# %%
print(model.config, model.device, model.dtype)
for name, p in model.named_parameters():
    p.requires_grad = False
# === moving and freeing
from transformers import AutoModel
import gc, torch
model = AutoModel.from_pretrained("gpt2")
# %%
model.to("cpu")
del model
gc.collect()
torch.cuda.empty_cache()
# === evaluating
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
# %%
model.eval()
with torch.no_grad():
    out = model(**batch)
# === merging
from peft import PeftModel
model = PeftModel.from_pretrained(base, "me/a")
# %%
merged = model.merge_and_unload()
merged.save_pretrained("out")
# === training a peft model
from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
model = prepare_model_for_kbit_training(model)
model = get_peft_model(model, LoraConfig(r=16, target_modules=["q_proj"]))
model.print_trainable_parameters()
# === diffusers: another scheduler for the pipeline
from diffusers import DiffusionPipeline, DPMSolverMultistepScheduler
pipe = DiffusionPipeline.from_pretrained("org/sd")
# %%
pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
# === diffusers: pictures
from diffusers.utils import load_image, make_image_grid
image = load_image("https://example.org/a.png")
# === diffusers: export
from diffusers.utils import export_to_video
export_to_video(frames, "a.mp4")
# === an image opened
from PIL import Image
img = Image.open("a.png")
img.load()
# === torch modules built small
import torch
from torch import nn
net = nn.Sequential(nn.Linear(10, 10), nn.ReLU())
opt = torch.optim.Adam(net.parameters())
# === a data loader
from torch.utils.data import DataLoader
loader = DataLoader(ds, batch_size=8)
batch = next(iter(loader))
# === a state dict is saved
import torch
torch.save({"model": model.state_dict()}, "a.pt")
# === load_state_dict of something in memory
model.load_state_dict(best_state)
# === torch.hub lists
import torch
print(torch.hub.list("pytorch/vision"))
# === torch dtypes and devices
import torch
dtype = torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
device = torch.device("cuda:0")
# === torch distributed
import torch.distributed as dist
dist.init_process_group("nccl")
# === safetensors: metadata
from safetensors import safe_open
f = safe_open("a.safetensors", "pt")
print(f.metadata())
# === safetensors: writing
from safetensors.numpy import save_file, save
save_file(tensors, "a.safetensors")
# === a load_file of another package
from mylib.io import load_file
load_file("model.safetensors")
# === json.load and yaml.load
import json, yaml
json.load(f)
yaml.load(f, Loader=yaml.SafeLoader)
# === pickle.loads of bytes
import pickle
x = pickle.loads(data)
# === dotenv, toml
import tomllib
from dotenv import load_dotenv
load_dotenv()
# === numpy: views and casts
import numpy as np
b = a.astype(np.float16).reshape(-1)
c = np.asarray(b)
# === numpy: constants of shape
import numpy as np
eye = np.eye(100)
grid = np.linspace(0, 1, 1000)
# === pandas: looking
import pandas as pd
df.head()
df.describe()
df["a"].value_counts()
# === pandas: a frame from a list
import pandas as pd
pd.DataFrame([{"model": "gpt2", "load": 1}])
# === pandas: merging
import pandas as pd
pd.merge(a, b, on="id").to_parquet("c.parquet")
# === pandas: from a database
import pandas as pd
pd.read_sql("select 1", con)
pd.read_html("https://example.org")
# === polars: lazily
import polars as pl
q = pl.scan_parquet("a.parquet").filter(pl.col("a") > 1)
# === pyarrow: a dataset is lazy
import pyarrow.dataset as ds
d = ds.dataset("data/", format="parquet")
# === dask is lazy
import dask.dataframe as dd
df = dd.read_csv("*.csv")
# === spark reads elsewhere
df = spark.read.parquet("a.parquet")
# === duckdb
import duckdb
duckdb.sql("select * from read_parquet('a.parquet')")
# === h5py opens
import h5py
f = h5py.File("a.h5", "r")
# === xarray opens
import xarray as xr
d = xr.open_dataset("a.nc")
# === memmap
import numpy as np
m = np.memmap("a.bin", dtype="float32", mode="r", shape=(100000, 4096))
# === keras layers
from tensorflow.keras import layers, Model
x = layers.Dense(10)(inputs)
m = Model(inputs, x)
# === keras callbacks
from tensorflow.keras.callbacks import ModelCheckpoint
c = ModelCheckpoint("best.keras")
# === keras: saving
model.save("m.keras")
model.save_weights("w.h5")
# === keras applications: only helpers
from tensorflow.keras.applications.resnet50 import preprocess_input, decode_predictions
decode_predictions(p, top=3)
# === keras tokenizers and preprocessors
import keras_nlp
t = keras_nlp.models.BertTokenizer.from_preset("bert_base_en")
p = keras_nlp.models.BertPreprocessor.from_preset("bert_base_en")
# === tensorflow datasets
import tensorflow_datasets as tfds
ds = tfds.load("mnist")
# === jax
import jax
key = jax.random.PRNGKey(0)
# === spacy: pipes
import spacy
from spacy.tokens import Doc
nlp.add_pipe("sentencizer")
# === nltk
import nltk
nltk.download("punkt")
nltk.data.load("tokenizers/punkt.pickle")
# === gensim
import gensim.downloader as api
print(api.info())
# === whisper: audio only
import whisper
audio = whisper.pad_or_trim(whisper.load_audio("a.wav"))
# === librosa
import librosa
y, sr = librosa.load("a.wav")
# === cv2
import cv2
img = cv2.imread("a.png")
# === trimesh and others with load
import trimesh
mesh = trimesh.load("a.obj")
# === timm: data config
import timm
cfg = timm.data.resolve_model_data_config(model)
t = timm.data.create_transform(**cfg)
# === timm: pretrained by a constant that is off
import timm
PRETRAINED = False
# %%
m = timm.create_model("resnet50", pretrained=PRETRAINED)
# === torchvision: weights off by a constant
from torchvision.models import resnet18
W = None
m = resnet18(weights=W)
# === torchvision: datasets
from torchvision import datasets
d = datasets.MNIST("data", download=True)
# === torchvision: other functions of models
from torchvision import models
print(models.list_models())
w = models.get_model_weights("resnet18")
# === open_clip: tokenizers and lists
import open_clip
print(open_clip.list_pretrained())
# === vllm: generation
from vllm import LLM, SamplingParams
llm = LLM(model="facebook/opt-125m")
# %%
out = llm.generate(["hello"], SamplingParams(temperature=0))
# === vllm: a client of the server
from openai import OpenAI
client = OpenAI(base_url="http://localhost:8000/v1", api_key="-")
client.completions.create(model="facebook/opt-125m", prompt="a")
# === ollama's client
import ollama
ollama.chat(model="llama3", messages=[])
# === langchain: chains and prompts
from langchain.prompts import PromptTemplate
from langchain.chains import LLMChain
chain = LLMChain(llm=llm, prompt=PromptTemplate.from_template("{x}"))
# === langchain: stores
from langchain_community.vectorstores import FAISS
db = FAISS.from_documents(docs, embeddings)
db2 = FAISS.load_local("index", embeddings)
# === langchain: documents
from langchain_community.document_loaders import PyPDFLoader, WebBaseLoader
docs = PyPDFLoader("a.pdf").load()
# === llama-index: reading documents
from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
docs = SimpleDirectoryReader("data").load_data()
index = VectorStoreIndex.from_documents(docs)
# === haystack: a pipeline of components
from haystack import Pipeline
p = Pipeline()
p.add_component("a", comp)
# === haystack: a generator is only made
from haystack.components.generators import HuggingFaceLocalGenerator
g = HuggingFaceLocalGenerator(model="google/flan-t5-large")
# === ray and modal
import ray
@ray.remote
def f(name):
    from transformers import AutoModel
    return AutoModel.from_pretrained(name)
h = f.remote("gpt2")
# === sagemaker deploys elsewhere
from sagemaker.huggingface import HuggingFaceModel
m = HuggingFaceModel(env={"HF_MODEL_ID": "gpt2"}, role=role)
m.deploy(1, "ml.g5.xlarge")
# === mlflow logs
import mlflow
mlflow.pytorch.log_model(model, "m")
# === the hub's API
from huggingface_hub import HfApi, login, model_info
login()
print(HfApi().model_info("gpt2"))
# === the cache
from huggingface_hub import scan_cache_dir
print(scan_cache_dir())
# === uploading
from huggingface_hub import upload_folder
upload_folder(repo_id="me/a", folder_path="out")
# === datasets
from datasets import Dataset, load_dataset
d = load_dataset("csv", data_files="a.csv").map(f)
# === evaluate
import evaluate
bleu = evaluate.load("bleu")
# === accelerate's estimate
!accelerate estimate-memory gpt2
!accelerate config default
# === kaggle and gdown
!kaggle datasets download a/b
!gdown 1abc
# === apt and conda
!apt-get install -y ollama
!conda install -c conda-forge llama.cpp
# === nvidia-smi, free, df
!nvidia-smi
!free -h
!df -h
# === make of llama.cpp
!git clone https://example.org/llama.cpp && cd llama.cpp && make -j
# === docker of something else
!docker run -p 6379:6379 redis
# === a port forward
!ssh -L 8000:localhost:8000 host
# === subprocess of a variable
import subprocess
subprocess.run(cmd, shell=True)
# === subprocess: a list that only mentions a server
import subprocess
subprocess.run(["pgrep", "-f", "vllm serve org/a"])
# === os.system: tests
import os
os.system("pytest tests")
os.environ["TRANSFORMERS_CACHE"] = "/data"
# === environment
import os
os.environ["CUDA_VISIBLE_DEVICES"] = "0"
%env TOKENIZERS_PARALLELISM=false
# === bash: environment and echo
%%bash
export MODEL=org/a
echo "vllm serve $MODEL"
# === a wrong keyword: no model at all
from transformers import AutoModel
from llama_cpp import Llama
m = AutoModel.from_pretrained()
# === the trainer's best model is saved
trainer.save_model("out")
trainer.evaluate()
# === a dead helper: the condition is a constant of an earlier cell
from transformers import AutoModel
STAGE = "eval"
def maybe():
    if STAGE == "train":
        return AutoModel.from_pretrained("gpt2")
# %%
maybe()
# === a loop over an empty constant
from transformers import AutoModel
IDS = ()
# %%
models = [AutoModel.from_pretrained(i) for i in IDS]
# === a None guard
from transformers import AutoModel
ADAPTER = None
# %%
if ADAPTER is not None:
    m = AutoModel.from_pretrained(ADAPTER)
# === an else that constants rule out
from transformers import AutoModel
n = 3
if n > 2:
    x = 1
else:
    m = AutoModel.from_pretrained("gpt2")
# === after an endless exit
import sys
from transformers import AutoModel
sys.exit(0)
m = AutoModel.from_pretrained("gpt2")
# === a rebound class
from transformers import AutoModel
AutoModel = None
AutoModel.from_pretrained("gpt2")
# === a rebound module
import transformers
transformers = object()
transformers.AutoModel.from_pretrained("gpt2")
# === an import inside a function does not leak
def f():
    from transformers import AutoModel
# %%
f()
AutoModel.from_pretrained("gpt2")
# === a mock
from unittest.mock import MagicMock
AutoModel = MagicMock()
m = AutoModel.from_pretrained("gpt2")

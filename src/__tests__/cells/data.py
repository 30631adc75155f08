# === numpy: a large array
import numpy as np
x = np.zeros((50_000, 10_000))
y = np.ones(shape=(20000, 20000), dtype=np.float32)
#> numpy.zeros = ; target=x; loader=numpy
#> numpy.ones = ; kw.dtype=numpy.float32
# === numpy: small arrays and shapes nobody knows
import numpy as np
a = np.zeros(10)
b = np.ones((3, 3))
c = np.zeros_like(b)
d = np.zeros((n, m))
e = np.random.rand(5)
f = np.full((2, 2), 7)
# === numpy: computed shape
import numpy as np
side = 2 ** 14
# %%
x = np.random.rand(side, side)
#> numpy.random.rand =
# === numpy: a file
import numpy as np
x = np.load("embeddings.npy")
m = np.load("big.npy", mmap_mode="r")
#> numpy.load = embeddings.npy
#> numpy.load = big.npy; kw.mmap_mode=r
# === numpy: saving
import numpy as np
np.save("a.npy", x)
np.savez("b.npz", a=x)
# === pandas: local files
import pandas as pd
DATA = "data/"
# %%
df = pd.read_csv(DATA + "train.csv")
df2 = pd.read_parquet(f"{DATA}all.parquet", columns=["a"])
#> pandas.read_csv = data/train.csv; target=df; how=constant
#> pandas.read_parquet = data/all.parquet; kw.columns=[a]
# === pandas: addresses, chunks, heads
import pandas as pd
a = pd.read_csv("https://example.org/a.csv")
b = pd.read_csv("big.csv", chunksize=1000)
c = pd.read_csv("big.csv", nrows=5)
d = pd.read_parquet("s3://bucket/a.parquet")
# === pandas: frames and writing
import pandas as pd
df = pd.DataFrame({"a": [1, 2]})
df.to_csv("a.csv")
pd.concat([df, df])
# === pandas: every file of a pattern: nothing tells which
import glob
import pandas as pd
frames = []
for f in glob.glob("*.csv"):
    frames.append(pd.read_csv(f))
# === pandas: text in memory
import io
import pandas as pd
df = pd.read_csv(io.StringIO("a,b\n1,2"))
# === polars
import polars as pl
df = pl.read_parquet("a.parquet")
lazy = pl.scan_csv("b.csv")
#> polars.read_parquet = a.parquet
# === pyarrow
import pyarrow.parquet as pq
t = pq.read_table("a.parquet")
pq.write_table(t, "b.parquet")
#> pyarrow.parquet.read_table = a.parquet
# === pickle through open
import pickle
with open("model.pkl", "rb") as f:
    model = pickle.load(f)
#> pickle.load = model.pkl; target=model
# === joblib
import joblib
clf = joblib.load("clf.joblib")
joblib.dump(clf, "b.joblib")
#> joblib.load = clf.joblib
# === json and yaml are small
import json, yaml
a = json.load(open("a.json"))
b = yaml.safe_load(open("b.yaml"))
# === datasets are memory mapped
from datasets import load_dataset, load_from_disk
ds = load_dataset("imdb")
ds2 = load_from_disk("./imdb")
# === downloads write to disk
from huggingface_hub import hf_hub_download, snapshot_download
p = hf_hub_download("org/a", "model.safetensors")
q = snapshot_download("org/b")
# === clients of remote models
from openai import OpenAI
from huggingface_hub import InferenceClient
from anthropic import Anthropic
c = OpenAI().chat.completions.create(model="gpt-4o", messages=[])
d = InferenceClient("meta-llama/Llama-3.1-70B-Instruct")
# === metrics and datasets named load
import evaluate
from datasets import load_metric
m = evaluate.load("accuracy")
n = load_metric("glue", "mrpc")
# === distilabel and ray build now and load elsewhere
import ray
from vllm import LLM
@ray.remote(num_gpus=1)
class Worker:
    def __init__(self, name):
        self.llm = LLM(model=name)
w = Worker.remote("org/a")
# === mlflow, wandb, gradio
import mlflow, wandb
import gradio as gr
mlflow.start_run()
wandb.init(project="load_model")
gr.Interface(fn=predict, inputs="text", outputs="text").launch()

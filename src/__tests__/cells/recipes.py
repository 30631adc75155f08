# === vllm in docker is another process tree, and its image names no program of ours
!docker pull vllm/vllm-openai:latest
!docker ps --filter ancestor=vllm/vllm-openai
# === vllm with environment, log file and continuation lines
!VLLM_USE_V1=1 HF_TOKEN=$HF_TOKEN \
  nohup vllm serve Qwen/Qwen2.5-1.5B-Instruct \
    --dtype auto --api-key token-abc123 \
    --max-model-len=8192 --gpu_memory_utilization 0.5 \
    > vllm.log 2>&1 &
#> shell:vllm serve = Qwen/Qwen2.5-1.5B-Instruct; kw.max_model_len=8192; kw.gpu_memory_utilization=0.5
# === asking a running vllm
!vllm chat --url http://localhost:8000/v1
!vllm bench serve --help
!curl http://localhost:8000/v1/completions -H "Content-Type: application/json" -d '{"model": "Qwen/Qwen2.5-1.5B-Instruct", "prompt": "San Francisco is a"}'
# === the openai client of a vllm server
from openai import OpenAI
client = OpenAI(api_key="EMPTY", base_url="http://localhost:8000/v1")
completion = client.completions.create(model="facebook/opt-125m", prompt="San Francisco is a")
# === a server started by a list that grows
import subprocess
MODEL = "NousResearch/Meta-Llama-3-8B-Instruct"
cmd = ["vllm", "serve", MODEL]
cmd += ["--dtype", "auto"]
cmd.extend(["--max-model-len", str(4096)])
server = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
#> shell:vllm serve = NousResearch/Meta-Llama-3-8B-Instruct; kw.max_model_len=4096
# === a server started by a helper with arguments
import subprocess, sys
def start_server(model, port=8000, **extra):
    args = [sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", model, "--port", str(port)]
    return subprocess.Popen(args)
# %%
proc = start_server("facebook/opt-125m", port=8001)
#> shell:python -m vllm.entrypoints.openai.api_server = facebook/opt-125m
# === a health check in a loop beside the server's process
import subprocess, time, requests
proc = subprocess.Popen(["python", "-m", "http.server", "8000"])
for _ in range(60):
    try:
        requests.get("http://localhost:8000/health")
        break
    except requests.ConnectionError:
        time.sleep(1)
# === check_call with a star
import subprocess
extra = ["--ctx-size", "2048"]
subprocess.check_call(["./llama-server", "-m", "models/phi-2.Q4_K_M.gguf", *extra])
#> shell:llama-server = models/phi-2.Q4_K_M.gguf; kw.ctx_size=2048
# === asyncio starts it
import asyncio
proc = await asyncio.create_subprocess_exec("vllm", "serve", "facebook/opt-125m")
#> shell:vllm serve = facebook/opt-125m
# === diffusers: the base and the refiner share parts
import torch
from diffusers import DiffusionPipeline
base = DiffusionPipeline.from_pretrained(
    "stabilityai/stable-diffusion-xl-base-1.0", torch_dtype=torch.float16, variant="fp16", use_safetensors=True
).to("cuda")
refiner = DiffusionPipeline.from_pretrained(
    "stabilityai/stable-diffusion-xl-refiner-1.0",
    text_encoder_2=base.text_encoder_2,
    vae=base.vae,
    torch_dtype=torch.float16,
    use_safetensors=True,
    variant="fp16",
).to("cuda")
#> diffusers.DiffusionPipeline.from_pretrained = stabilityai/stable-diffusion-xl-base-1.0; target=base; chain=to; kw.variant=fp16
#> diffusers.DiffusionPipeline.from_pretrained = stabilityai/stable-diffusion-xl-refiner-1.0; target=refiner
# === diffusers: a ControlNet beside the pipeline, offloaded
import torch
from diffusers import ControlNetModel, StableDiffusionControlNetPipeline, UniPCMultistepScheduler
controlnet = ControlNetModel.from_pretrained("lllyasviel/sd-controlnet-canny", torch_dtype=torch.float16)
pipe = StableDiffusionControlNetPipeline.from_pretrained(
    "runwayml/stable-diffusion-v1-5", controlnet=controlnet, torch_dtype=torch.float16
)
pipe.scheduler = UniPCMultistepScheduler.from_config(pipe.scheduler.config)
pipe.enable_model_cpu_offload()
#> diffusers.ControlNetModel.from_pretrained = lllyasviel/sd-controlnet-canny
#> diffusers.StableDiffusionControlNetPipeline.from_pretrained = runwayml/stable-diffusion-v1-5; chain=enable_model_cpu_offload
# === diffusers: another task over the parts that are there
from diffusers import AutoPipelineForText2Image, AutoPipelineForImage2Image
text2img = AutoPipelineForText2Image.from_pretrained("stabilityai/sdxl-turbo")
# %%
img2img = AutoPipelineForImage2Image.from_pipe(text2img)
# === diffusers: a transformer read quantised, then its pipeline
import torch
from diffusers import BitsAndBytesConfig, FluxPipeline, FluxTransformer2DModel
quant = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=torch.bfloat16)
ckpt = "black-forest-labs/FLUX.1-dev"
transformer = FluxTransformer2DModel.from_pretrained(ckpt, subfolder="transformer", quantization_config=quant)
pipe = FluxPipeline.from_pretrained(ckpt, transformer=transformer, torch_dtype=torch.bfloat16)
#> diffusers.FluxTransformer2DModel.from_pretrained = black-forest-labs/FLUX.1-dev; kw.subfolder=transformer
#> diffusers.FluxPipeline.from_pretrained = black-forest-labs/FLUX.1-dev; target=pipe
# === diffusers: schedulers and images only
from diffusers import DDIMScheduler, EulerDiscreteScheduler
from diffusers.utils import load_image, make_image_grid, export_to_video
scheduler = EulerDiscreteScheduler.from_pretrained("stabilityai/stable-diffusion-2", subfolder="scheduler")
image = load_image("https://example.org/cat.png")
# === diffusers: the output of a pipeline that is there
prompt = "an astronaut riding a horse"
images = pipeline(prompt, num_inference_steps=20).images
images[0].save("astronaut.png")
# === unsloth: load, then adapters
from unsloth import FastLanguageModel
import torch
max_seq_length = 2048
dtype = None
load_in_4bit = True
fourbit_models = [
    "unsloth/Meta-Llama-3.1-8B-bnb-4bit",
    "unsloth/mistral-7b-v0.3-bnb-4bit",
]
model, tokenizer = FastLanguageModel.from_pretrained(
    model_name = "unsloth/Meta-Llama-3.1-8B",
    max_seq_length = max_seq_length,
    dtype = dtype,
    load_in_4bit = load_in_4bit,
)
model = FastLanguageModel.get_peft_model(model, r=16, target_modules=["q_proj", "v_proj"])
#> unsloth.FastLanguageModel.from_pretrained = unsloth/Meta-Llama-3.1-8B; kw.load_in_4bit=true
# === unsloth: the saved model is read again where a person says so
if False:
    from unsloth import FastLanguageModel
    model, tokenizer = FastLanguageModel.from_pretrained(model_name="lora_model", load_in_4bit=True)
    FastLanguageModel.for_inference(model)
# === unsloth: saving in other formats
if True: model.save_pretrained_merged("model", tokenizer, save_method="merged_16bit")
if False: model.push_to_hub_gguf("hf/model", tokenizer, quantization_method="q4_k_m", token="")
# === unsloth: a vision model
from unsloth import FastVisionModel
model, tokenizer = FastVisionModel.from_pretrained("unsloth/Llama-3.2-11B-Vision-Instruct", load_in_4bit=True)
#> unsloth.FastVisionModel.from_pretrained = unsloth/Llama-3.2-11B-Vision-Instruct
# === langchain: keywords in dicts, a chain behind
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_core.vectorstores import InMemoryVectorStore
model_kwargs = {"device": "cpu"}
encode_kwargs = {"normalize_embeddings": False}
hf = HuggingFaceEmbeddings(
    model_name="sentence-transformers/all-mpnet-base-v2", model_kwargs=model_kwargs, encode_kwargs=encode_kwargs
)
store = InMemoryVectorStore(hf)
#> langchain_huggingface.HuggingFaceEmbeddings = sentence-transformers/all-mpnet-base-v2
# === langchain: a chat model over a pipeline that it makes itself
from langchain_huggingface import ChatHuggingFace, HuggingFacePipeline
llm = HuggingFacePipeline.from_model_id(
    model_id="HuggingFaceH4/zephyr-7b-beta",
    task="text-generation",
    pipeline_kwargs=dict(max_new_tokens=512, do_sample=False),
)
chat_model = ChatHuggingFace(llm=llm)
#> langchain_huggingface.HuggingFacePipeline.from_model_id = HuggingFaceH4/zephyr-7b-beta
# === langchain: models by name are services
from langchain.chat_models import init_chat_model
from langchain_ollama import ChatOllama
from langchain_anthropic import ChatAnthropic
model = init_chat_model("gpt-4o-mini", model_provider="openai")
local = ChatOllama(model="llama3.1", temperature=0)
other = ChatAnthropic(model="claude-3-5-sonnet-latest")
# === llama-index: settings
from llama_index.core import Settings, SimpleDirectoryReader, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.ollama import Ollama
documents = SimpleDirectoryReader("data").load_data()
Settings.embed_model = HuggingFaceEmbedding(model_name="BAAI/bge-base-en-v1.5")
Settings.llm = Ollama(model="llama3.1", request_timeout=360.0)
index = VectorStoreIndex.from_documents(documents)
#> llama_index.embeddings.huggingface.HuggingFaceEmbedding = BAAI/bge-base-en-v1.5
# === llama-index: tokenizer and model of a HuggingFaceLLM
from llama_index.llms.huggingface import HuggingFaceLLM
llm = HuggingFaceLLM(
    context_window=4096,
    max_new_tokens=256,
    tokenizer_name="StabilityAI/stablelm-tuned-alpha-3b",
    model_name="StabilityAI/stablelm-tuned-alpha-3b",
    device_map="auto",
)
#> llama_index.llms.huggingface.HuggingFaceLLM = StabilityAI/stablelm-tuned-alpha-3b; kw.device_map=auto
# === llama-index: reading documents is not loading a model
from llama_index.core import SimpleDirectoryReader, StorageContext, load_index_from_storage
docs = SimpleDirectoryReader(input_files=["paper.pdf"]).load_data()
storage = StorageContext.from_defaults(persist_dir="./storage")
# === a helper over three cells, its defaults and a dict of its own
from transformers import AutoModelForCausalLM, AutoTokenizer
# %%
CONFIG = {"model_id": "Qwen/Qwen2.5-0.5B", "dtype": "auto"}
# %%
def load_model(cfg, device="cpu"):
    tok = AutoTokenizer.from_pretrained(cfg["model_id"])
    model = AutoModelForCausalLM.from_pretrained(cfg["model_id"], torch_dtype=cfg["dtype"])
    return model.to(device), tok
# %%
model, tok = load_model(CONFIG, device="cuda")
#> transformers.AutoModelForCausalLM.from_pretrained = Qwen/Qwen2.5-0.5B; kw.torch_dtype=auto
# === a helper was defined anew since: only the newest counts
from transformers import AutoModel
def get(name):
    return AutoModel.from_pretrained(name)
# %%
def get(name):
    return {"name": name}
# %%
m = get("bert-base-uncased")
# === a helper kept for later by partial
from functools import partial
from transformers import AutoModelForSequenceClassification
load = partial(AutoModelForSequenceClassification.from_pretrained, num_labels=2)
# %%
model = load("distilbert-base-uncased")
#> transformers.AutoModelForSequenceClassification.from_pretrained = distilbert-base-uncased; kw.num_labels=2
# === a method of a class of the notebook loads when it is called
from transformers import AutoModel
class Encoder:
    def __init__(self, name):
        self.name = name
        self.model = None
    def load(self):
        self.model = AutoModel.from_pretrained(self.name)
        return self
# %%
encoder = Encoder("bert-base-uncased")
encoder.load()
#> transformers.AutoModel.from_pretrained = bert-base-uncased
# === the class is only made
from transformers import AutoModel
class Encoder:
    def __init__(self, name):
        self.name = name
    def load(self):
        return AutoModel.from_pretrained(self.name)
# %%
encoder = Encoder("bert-base-uncased")
# === keywords merged from dicts
import torch
from transformers import AutoModelForCausalLM
common = dict(torch_dtype=torch.bfloat16, low_cpu_mem_usage=True)
kwargs = {**common, "device_map": "auto"}
kwargs["attn_implementation"] = "sdpa"
model = AutoModelForCausalLM.from_pretrained("mistralai/Mistral-7B-v0.1", **kwargs)
#> transformers.AutoModelForCausalLM.from_pretrained = mistralai/Mistral-7B-v0.1; kw.torch_dtype=torch.bfloat16; kw.device_map=auto; kw.attn_implementation=sdpa
# === an id put together of parts with a format
from transformers import AutoModelForMaskedLM
org, size = "google-bert", "large"
checkpoint = "{}/bert-{}-uncased".format(org, size)
model = AutoModelForMaskedLM.from_pretrained(checkpoint)
#> transformers.AutoModelForMaskedLM.from_pretrained = google-bert/bert-large-uncased
# === an id by f-string with a method and the percent sign
from transformers import AutoModel
size = "BASE"
a = AutoModel.from_pretrained(f"facebook/bart-{size.lower()}")
b = AutoModel.from_pretrained("t5-%s" % "small")
#> transformers.AutoModel.from_pretrained = facebook/bart-base
#> transformers.AutoModel.from_pretrained = t5-small
# === models compared in a loop over a dict
from transformers import pipeline
candidates = {"small": "distilgpt2", "large": "gpt2-xl"}
results = {}
for label, name in candidates.items():
    pipe = pipeline("text-generation", model=name)
    results[label] = pipe("Hello")[0]["generated_text"]
#> transformers.pipeline = distilgpt2; repeats=freed-each-time
#> transformers.pipeline = gpt2-xl; repeats=freed-each-time
# === an ensemble is kept in a dict by comprehension
from sentence_transformers import SentenceTransformer
names = ("all-MiniLM-L6-v2", "all-mpnet-base-v2")
encoders = {n: SentenceTransformer(n) for n in names}
#> sentence_transformers.SentenceTransformer = all-MiniLM-L6-v2; repeats=kept
#> sentence_transformers.SentenceTransformer = all-mpnet-base-v2
# === the names of files are listed, none is read
from pathlib import Path
import os
files = sorted(Path("models").glob("*.safetensors"))
sizes = {f.name: f.stat().st_size for f in files}
print(os.path.getsize("model.bin"))
# === a dead branch by comparison and by version
import sys
from transformers import AutoModel
DEVICE = "cpu"
if DEVICE == "cuda":
    model = AutoModel.from_pretrained("gpt2-xl")
while False:
    AutoModel.from_pretrained("gpt2-large")
# === what comes after a return is never reached
from transformers import AutoModel
def build(name):
    return None
    return AutoModel.from_pretrained(name)
build("gpt2")
# === a lazy property and a callback are given away, not called
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
def model_init():
    return AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
args = TrainingArguments(output_dir="out")
# === a config and an empty model of it
from accelerate import init_empty_weights
from transformers import AutoConfig, AutoModelForCausalLM
config = AutoConfig.from_pretrained("facebook/opt-66b")
with init_empty_weights():
    model = AutoModelForCausalLM.from_config(config)
# === data sets and metrics are no models
import evaluate
from datasets import load_dataset, load_from_disk
ds = load_dataset("imdb", split="train")
own = load_from_disk("tokenised")
accuracy = evaluate.load("accuracy")
# === a processor, its chat template and inputs
from transformers import AutoProcessor, TextStreamer, GenerationConfig
processor = AutoProcessor.from_pretrained("llava-hf/llava-1.5-7b-hf")
generation = GenerationConfig.from_pretrained("llava-hf/llava-1.5-7b-hf")
inputs = processor.apply_chat_template([{"role": "user", "content": "hi"}], tokenize=True)
# === files are fetched, not loaded
from huggingface_hub import hf_hub_download, snapshot_download, HfApi
path = hf_hub_download("TheBloke/Llama-2-7B-GGUF", filename="llama-2-7b.Q4_K_M.gguf")
HfApi().model_info("gpt2")
# === a fetched file is then loaded
from huggingface_hub import hf_hub_download
from llama_cpp import Llama
path = hf_hub_download(repo_id="TheBloke/Llama-2-7B-GGUF", filename="llama-2-7b.Q4_K_M.gguf")
llm = Llama(model_path=path, n_ctx=2048)
#> llama_cpp.Llama = TheBloke/Llama-2-7B-GGUF; file=llama-2-7b.Q4_K_M.gguf; kw.n_ctx=2048
# === a snapshot is then loaded
from huggingface_hub import snapshot_download
from transformers import AutoModel
model = AutoModel.from_pretrained(snapshot_download("google-bert/bert-base-uncased"))
#> transformers.AutoModel.from_pretrained = google-bert/bert-base-uncased
# === a class of the notebook is called like one of the library
import torch.nn as nn
class AutoModel(nn.Module):
    @classmethod
    def from_pretrained(cls, name):
        return cls()
# %%
m = AutoModel.from_pretrained("gpt2")
# === tensors are saved and a state dict is read into a model that is there
import torch
torch.save(model.state_dict(), "w.pt")
model.load_state_dict(torch.load("w.pt", weights_only=True, map_location="cpu"))
#> torch.load = w.pt; kw.map_location=cpu
# === generation with the walrus and a match
from transformers import AutoModelForCausalLM
if (name := "gpt2") and (model := AutoModelForCausalLM.from_pretrained(name)):
    print(model.config)
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2; target=model
# === the right case of a match
from transformers import AutoModel
task = "small"
match task:
    case "large":
        model = AutoModel.from_pretrained("bert-large-uncased")
    case "small":
        model = AutoModel.from_pretrained("bert-base-uncased")
#> transformers.AutoModel.from_pretrained = bert-base-uncased

# === diffusers: a pipeline moved to the GPU
import torch
from diffusers import StableDiffusionPipeline
pipe = StableDiffusionPipeline.from_pretrained("runwayml/stable-diffusion-v1-5", torch_dtype=torch.float16, variant="fp16").to("cuda")
#> diffusers.StableDiffusionPipeline.from_pretrained = runwayml/stable-diffusion-v1-5; chain=to; kw.variant=fp16; loader=diffusers
# === diffusers: CPU offload in a later statement
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/stable-diffusion-xl-base-1.0")
pipeline.enable_model_cpu_offload()
image = pipeline("a cat").images[0]
#> diffusers.DiffusionPipeline.from_pretrained = stabilityai/stable-diffusion-xl-base-1.0; chain=enable_model_cpu_offload; target=pipeline
# === diffusers: calling an object named pipeline
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/sdxl-turbo")
# %%
image = pipeline(prompt="a cat", num_inference_steps=4).images[0]
# === diffusers: the name pipeline of transformers is taken over
from transformers import pipeline
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/sdxl-turbo")
# %%
image = pipeline("text-generation", model="gpt2")
# === diffusers: parts and a pipeline around them
from diffusers import AutoencoderKL, UNet2DConditionModel, StableDiffusionPipeline, DDIMScheduler
vae = AutoencoderKL.from_pretrained("org/sd", subfolder="vae")
unet = UNet2DConditionModel.from_pretrained("org/sd", subfolder="unet")
sched = DDIMScheduler.from_pretrained("org/sd", subfolder="scheduler")
pipe = StableDiffusionPipeline.from_pretrained("org/sd", vae=vae, unet=unet, safety_checker=None)
#> diffusers.AutoencoderKL.from_pretrained = org/sd; kw.subfolder=vae
#> diffusers.UNet2DConditionModel.from_pretrained = org/sd; kw.subfolder=unet
#> diffusers.StableDiffusionPipeline.from_pretrained = org/sd; kw.safety_checker=None
# === diffusers: one file
from diffusers import StableDiffusionXLPipeline
pipe = StableDiffusionXLPipeline.from_single_file("./juggernaut.safetensors")
#> diffusers.StableDiffusionXLPipeline.from_single_file = ./juggernaut.safetensors
# === diffusers: LoRA weights onto a pipeline
from diffusers import DiffusionPipeline
pipe = DiffusionPipeline.from_pretrained("org/sd")
# %%
pipe.load_lora_weights("me/lora", weight_name="a.safetensors")
#> diffusers.DiffusionPipeline.from_pretrained().load_lora_weights = me/lora
# === diffusers: schedulers only
from diffusers import DDPMScheduler, EulerDiscreteScheduler
s = DDPMScheduler.from_pretrained("org/sd", subfolder="scheduler")
t = EulerDiscreteScheduler.from_config(s.config)
# === diffusers: another pipeline from the same parts
from diffusers import AutoPipelineForText2Image, AutoPipelineForImage2Image
a = AutoPipelineForText2Image.from_pretrained("org/sdxl")
# %%
b = AutoPipelineForImage2Image.from_pipe(a)
# === sentence-transformers
from sentence_transformers import SentenceTransformer, CrossEncoder
model = SentenceTransformer("all-MiniLM-L6-v2")
ranker = CrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2", max_length=512)
#> sentence_transformers.SentenceTransformer = all-MiniLM-L6-v2; target=model; loader=sentence-transformers
#> sentence_transformers.CrossEncoder = cross-encoder/ms-marco-MiniLM-L-6-v2
# === sentence-transformers: encoding and utilities
from sentence_transformers import SentenceTransformer, util, InputExample, losses
model = SentenceTransformer("all-MiniLM-L6-v2")
# %%
emb = model.encode(["a", "b"])
util.cos_sim(emb, emb)
loss = losses.CosineSimilarityLoss(model)
# === sentence-transformers: built from modules
from sentence_transformers import SentenceTransformer, models
word = models.Transformer("bert-base-uncased", max_seq_length=256)
pool = models.Pooling(word.get_word_embedding_dimension())
model = SentenceTransformer(modules=[word, pool])
#> sentence_transformers.models.Transformer = bert-base-uncased
# === peft: an adapter onto a loaded model
from peft import PeftModel
from transformers import AutoModelForCausalLM
base = AutoModelForCausalLM.from_pretrained("org/base")
model = PeftModel.from_pretrained(base, "me/adapter").merge_and_unload()
#> transformers.AutoModelForCausalLM.from_pretrained = org/base
#> peft.PeftModel.from_pretrained = me/adapter; chain=merge_and_unload; loader=peft
# === peft: base and adapter at once
from peft import AutoPeftModelForCausalLM
m = AutoPeftModelForCausalLM.from_pretrained("me/adapter")
#> peft.AutoPeftModelForCausalLM.from_pretrained = me/adapter
# === peft: wrapping allocates next to nothing
from peft import LoraConfig, PeftConfig, get_peft_model
cfg = PeftConfig.from_pretrained("me/adapter")
m = get_peft_model(model, LoraConfig(r=8))
# === unsloth
from unsloth import FastLanguageModel
max_seq_length = 2048
dtype = None
model, tokenizer = FastLanguageModel.from_pretrained(
    model_name="unsloth/Llama-3.2-3B-Instruct",
    max_seq_length=max_seq_length,
    dtype=dtype,
    load_in_4bit=True,
)
#> unsloth.FastLanguageModel.from_pretrained = unsloth/Llama-3.2-3B-Instruct; kw.dtype=None; kw.max_seq_length=2048; target=model
# === unsloth: adapters and inference mode
from unsloth import FastLanguageModel
model = FastLanguageModel.get_peft_model(model, r=16)
FastLanguageModel.for_inference(model)
# === trl: the id as a string
from trl import SFTTrainer, SFTConfig
trainer = SFTTrainer(model="Qwen/Qwen2-0.5B", train_dataset=ds, args=SFTConfig(output_dir="o"))
#> trl.SFTTrainer = Qwen/Qwen2-0.5B; loader=trl
# === trl: an object
from trl import SFTTrainer, DPOTrainer
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
# %%
trainer = SFTTrainer(model=model, train_dataset=ds)
dpo = DPOTrainer(peft_model, ref_model=None, args=None)
# === trl: value head
from trl import AutoModelForCausalLMWithValueHead
m = AutoModelForCausalLMWithValueHead.from_pretrained("gpt2")
#> trl.AutoModelForCausalLMWithValueHead.from_pretrained = gpt2
# === vllm
from vllm import LLM, SamplingParams
params = SamplingParams(temperature=0.8)
llm = LLM(model="facebook/opt-125m", gpu_memory_utilization=0.6, max_model_len=1024)
#> vllm.LLM = facebook/opt-125m; kw.gpu_memory_utilization=0.6; loader=vllm
# === vllm: async engine
from vllm import AsyncLLMEngine, AsyncEngineArgs
args = AsyncEngineArgs(model="facebook/opt-125m")
# %%
engine = AsyncLLMEngine.from_engine_args(args)
#> vllm.AsyncLLMEngine.from_engine_args = facebook/opt-125m
# === vllm: parameters and requests only
from vllm import SamplingParams
from vllm.lora.request import LoRARequest
p = SamplingParams(max_tokens=8)
r = LoRARequest("a", 1, "./lora")
# === sglang
import sglang as sgl
engine = sgl.Engine(model_path="org/a")
#> sglang.Engine = org/a
# === llama-cpp-python
from llama_cpp import Llama
llm = Llama(model_path="./m.Q4_K_M.gguf", n_ctx=8192, n_gpu_layers=-1)
#> llama_cpp.Llama = ./m.Q4_K_M.gguf; kw.n_ctx=8192; kw.n_gpu_layers=-1
# === llama-cpp-python from the hub
from llama_cpp import Llama
from huggingface_hub import hf_hub_download
a = Llama.from_pretrained(repo_id="org/gguf", filename="*q4*.gguf")
b = Llama(hf_hub_download("org/other", "x.gguf"))
#> llama_cpp.Llama.from_pretrained = org/gguf
#> llama_cpp.Llama = org/other; file=x.gguf
# === llama_cpp: grammars
from llama_cpp import LlamaGrammar
g = LlamaGrammar.from_string("root ::= x")
# === ctransformers' class of the same name
from ctransformers import AutoModelForCausalLM
llm = AutoModelForCausalLM.from_pretrained("TheBloke/x-GGML", model_file="x.bin")
#> ctransformers.AutoModelForCausalLM.from_pretrained = TheBloke/x-GGML; loader=ctransformers
# === modelscope's class of the same name
from modelscope import AutoModelForCausalLM, AutoTokenizer
t = AutoTokenizer.from_pretrained("qwen/Qwen-7B")
m = AutoModelForCausalLM.from_pretrained("qwen/Qwen-7B")
#> modelscope.AutoModelForCausalLM.from_pretrained = qwen/Qwen-7B; loader=modelscope
# === ipex-llm's class of the same name
from ipex_llm.transformers import AutoModelForCausalLM
m = AutoModelForCausalLM.from_pretrained("org/a", load_in_4bit=True)
#> ipex_llm.transformers.AutoModelForCausalLM.from_pretrained = org/a; loader=ipex-llm
# === GPTQ and AWQ
from auto_gptq import AutoGPTQForCausalLM
from awq import AutoAWQForCausalLM
from gptqmodel import GPTQModel
a = AutoGPTQForCausalLM.from_quantized("org/a-GPTQ", device="cuda:0")
b = AutoAWQForCausalLM.from_quantized("org/b-AWQ")
c = GPTQModel.load("org/c")
#> auto_gptq.AutoGPTQForCausalLM.from_quantized = org/a-GPTQ
#> awq.AutoAWQForCausalLM.from_quantized = org/b-AWQ
#> gptqmodel.GPTQModel.load = org/c
# === optimum
from optimum.onnxruntime import ORTModelForSequenceClassification, ORTQuantizer
m = ORTModelForSequenceClassification.from_pretrained("org/a", export=True)
q = ORTQuantizer.from_pretrained(m)
#> optimum.onnxruntime.ORTModelForSequenceClassification.from_pretrained = org/a
# === mlx
from mlx_lm import load, generate
model, tokenizer = load("mlx-community/a-4bit")
#> mlx_lm.load = mlx-community/a-4bit; target=model
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
# === safetensors: safe_open is lazy
from safetensors import safe_open
with safe_open("a.safetensors", framework="pt") as f:
    names = f.keys()
# === accelerate without a load
from accelerate import Accelerator
accelerator = Accelerator()
model, opt = accelerator.prepare(model, opt)
# === lightning
import pytorch_lightning as pl
class Net(pl.LightningModule):
    pass
net = Net.load_from_checkpoint("last.ckpt")
#> pytorch_lightning.LightningModule.load_from_checkpoint = last.ckpt
# === lightning: training
import lightning as L
trainer = L.Trainer(max_epochs=1)
trainer.fit(net)
# === timm with pretrained weights
import timm
m = timm.create_model("vit_base_patch16_224", pretrained=True, num_classes=0)
#> timm.create_model = vit_base_patch16_224; loader=timm
# === timm without
import timm
m = timm.create_model("vit_base_patch16_224")
n = timm.create_model("resnet18", pretrained=False)
print(timm.list_models("vit*"))
# === open_clip
import open_clip
model, _, preprocess = open_clip.create_model_and_transforms("ViT-B-32", pretrained="laion2b_s34b_b79k")
tok = open_clip.get_tokenizer("ViT-B-32")
#> open_clip.create_model_and_transforms = ViT-B-32; target=model
# === open_clip from the hub, and without weights
import open_clip
m, p = open_clip.create_model_from_pretrained("hf-hub:org/clip")
n = open_clip.create_model("ViT-B-32")
#> open_clip.create_model_from_pretrained = hf-hub:org/clip
# === clip
import clip
model, preprocess = clip.load("ViT-B/32", device="cpu")
#> clip.load = ViT-B/32
# === torchvision with weights
from torchvision.models import resnet18, ResNet18_Weights
import torchvision
m = resnet18(weights=ResNet18_Weights.DEFAULT)
n = torchvision.models.vgg16(pretrained=True)
#> torchvision.models.resnet18 = resnet18
#> torchvision.models.vgg16 = vgg16
# === torchvision without weights
from torchvision import models, transforms
m = models.resnet18()
n = models.resnet50(weights=None)
t = transforms.Compose([transforms.ToTensor()])
k = models.resnet50(pretrained=False)
# === torchvision: the weights' transforms only
from torchvision.models import ResNet50_Weights
w = ResNet50_Weights.DEFAULT
t = w.transforms()
# === keras: a saved model
from tensorflow import keras
m = keras.models.load_model("model.keras", compile=False)
#> tensorflow.keras.models.load_model = model.keras; loader=keras
# === keras applications load ImageNet weights by default
from tensorflow.keras.applications import ResNet50
from tensorflow.keras.applications.vgg16 import VGG16, preprocess_input
a = ResNet50(include_top=False)
b = VGG16(weights="imagenet")
x = preprocess_input(y)
#> tensorflow.keras.applications.ResNet50 = ResNet50
#> tensorflow.keras.applications.vgg16.VGG16 = VGG16
# === keras applications without weights
from tensorflow.keras.applications import ResNet50
a = ResNet50(weights=None, classes=10)
# === keras: building and training
from tensorflow import keras
m = keras.Sequential([keras.layers.Dense(10)])
m.compile("adam")
m.fit(x, y)
# === keras hub presets
import keras_hub
m = keras_hub.models.GemmaCausalLM.from_preset("gemma_2b_en")
t = keras_hub.models.GemmaTokenizer.from_preset("gemma_2b_en")
#> keras_hub.models.GemmaCausalLM.from_preset = gemma_2b_en
# === keras: weights into a model
import keras
m = keras.Sequential([])
m.load_weights("w.h5")
#> keras.Sequential().load_weights = w.h5
# === tf hub
import tensorflow_hub as hub
m = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
#> tensorflow_hub.load = https://tfhub.dev/google/universal-sentence-encoder/4
# === spacy
import spacy
nlp = spacy.load("en_core_web_trf")
#> spacy.load = en_core_web_trf
# === spacy without a model
import spacy
nlp = spacy.blank("en")
from spacy import displacy
displacy.render(nlp("x"))
# === whisper
import whisper
m = whisper.load_model("large-v3")
a = whisper.load_audio("a.wav")
#> whisper.load_model = large-v3
# === faster-whisper
from faster_whisper import WhisperModel
m = WhisperModel("medium", compute_type="int8")
#> faster_whisper.WhisperModel = medium
# === a load_model of another package
from joblib import dump
from mylib import load_model
m = load_model("large-v3")
# === langchain embeddings
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_community.embeddings import HuggingFaceBgeEmbeddings
a = HuggingFaceEmbeddings(model_name="BAAI/bge-small-en-v1.5")
b = HuggingFaceBgeEmbeddings(model_name="BAAI/bge-base-en-v1.5")
c = HuggingFaceEmbeddings()
#> langchain_huggingface.HuggingFaceEmbeddings = BAAI/bge-small-en-v1.5; loader=langchain
#> langchain_community.embeddings.HuggingFaceBgeEmbeddings = BAAI/bge-base-en-v1.5
#> langchain_huggingface.HuggingFaceEmbeddings = sentence-transformers/all-mpnet-base-v2; how=default
# === langchain models in this process
from langchain_community.llms import LlamaCpp, VLLM
from langchain_huggingface import HuggingFacePipeline
a = LlamaCpp(model_path="m.gguf", n_ctx=2048)
b = VLLM(model="org/a")
c = HuggingFacePipeline.from_model_id(model_id="gpt2", task="text-generation")
#> langchain_community.llms.LlamaCpp = m.gguf
#> langchain_community.llms.VLLM = org/a
#> langchain_huggingface.HuggingFacePipeline.from_model_id = gpt2
# === langchain around a pipeline that is loaded already
from langchain_huggingface import HuggingFacePipeline
from transformers import pipeline
pipe = pipeline("text-generation", model="gpt2")
# %%
llm = HuggingFacePipeline(pipeline=pipe)
# === langchain with remote models
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_huggingface import HuggingFaceEndpoint
from langchain_community.llms import HuggingFaceHub, Ollama
a = ChatOpenAI(model="gpt-4o")
b = HuggingFaceEndpoint(repo_id="org/a")
c = HuggingFaceHub(repo_id="google/flan-t5-xl")
d = Ollama(model="llama3")
# === llama-index
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.huggingface import HuggingFaceLLM
from llama_index.core import Settings
Settings.embed_model = HuggingFaceEmbedding(model_name="BAAI/bge-small-en-v1.5")
Settings.llm = HuggingFaceLLM(model_name="org/a", tokenizer_name="org/a")
#> llama_index.embeddings.huggingface.HuggingFaceEmbedding = BAAI/bge-small-en-v1.5
#> llama_index.llms.huggingface.HuggingFaceLLM = org/a
# === llama-index with remote models
from llama_index.llms.openai import OpenAI
from llama_index.llms.huggingface_api import HuggingFaceInferenceAPI
a = OpenAI(model="gpt-4")
b = HuggingFaceInferenceAPI(model_name="org/a")
# === haystack components are only made
from haystack.components.embedders import SentenceTransformersTextEmbedder
e = SentenceTransformersTextEmbedder(model="org/a")
# === haystack warms up
from haystack.components.embedders import SentenceTransformersTextEmbedder
e = SentenceTransformersTextEmbedder(model="org/a")
# %%
e.warm_up()
#> haystack.components.embedders.SentenceTransformersTextEmbedder().warm_up = org/a
# === haystack 1 readers load at once
from haystack.nodes import FARMReader, PreProcessor
r = FARMReader(model_name_or_path="deepset/roberta-base-squad2")
p = PreProcessor(clean_whitespace=True)
#> haystack.nodes.FARMReader = deepset/roberta-base-squad2
# === txtai
from txtai import Embeddings, LLM
a = Embeddings(path="org/a", content=True)
b = Embeddings({"path": "org/b"})
c = LLM("org/c")
#> txtai.Embeddings = org/a
#> txtai.Embeddings = org/b
#> txtai.LLM = org/c
# === smolagents
from smolagents import TransformersModel, InferenceClientModel, CodeAgent
m = TransformersModel(model_id="org/a")
n = InferenceClientModel("org/b")
agent = CodeAgent(tools=[], model=m)
#> smolagents.TransformersModel = org/a
# === guidance and outlines
from guidance import models
m = models.Transformers("gpt2")
#> guidance.models.Transformers = gpt2
# === ONNX
import onnxruntime as ort
s = ort.InferenceSession("m.onnx", providers=["CPUExecutionProvider"])
#> onnxruntime.InferenceSession = m.onnx
# === ONNX: running
import onnxruntime as ort
ort.get_available_providers()
out = session.run(None, {"x": x})
# === setfit
from setfit import SetFitModel, Trainer
m = SetFitModel.from_pretrained("sentence-transformers/paraphrase-mpnet-base-v2")
t = Trainer(model=m, train_dataset=ds)
#> setfit.SetFitModel.from_pretrained = sentence-transformers/paraphrase-mpnet-base-v2
# === NeMo
import nemo.collections.asr as nemo_asr
a = nemo_asr.models.ASRModel.from_pretrained(model_name="nvidia/parakeet")
b = nemo_asr.models.EncDecCTCModel.restore_from("m.nemo")
#> nemo.collections.asr.models.ASRModel.from_pretrained = nvidia/parakeet
#> nemo.collections.asr.models.EncDecCTCModel.restore_from = m.nemo
# === speechbrain
from speechbrain.inference.speaker import EncoderClassifier
c = EncoderClassifier.from_hparams(source="speechbrain/spkrec-ecapa-voxceleb")
#> speechbrain.inference.speaker.EncoderClassifier.from_hparams = speechbrain/spkrec-ecapa-voxceleb
# === ultralytics
from ultralytics import YOLO
m = YOLO("yolov8x.pt")
n = YOLO("yolov8n.yaml")
#> ultralytics.YOLO = yolov8x.pt
# === ultralytics: predicting
from ultralytics import YOLO
m = YOLO("yolov8x.pt")
# %%
m.predict("a.jpg")
m.train(data="coco.yaml")
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
# === FlagEmbedding
from FlagEmbedding import BGEM3FlagModel, FlagReranker
m = BGEM3FlagModel("BAAI/bge-m3", use_fp16=True)
r = FlagReranker("BAAI/bge-reranker-v2-m3")
#> FlagEmbedding.BGEM3FlagModel = BAAI/bge-m3
#> FlagEmbedding.FlagReranker = BAAI/bge-reranker-v2-m3
# === LAVIS, transformer_lens, gliner
from lavis.models import load_model_and_preprocess
from transformer_lens import HookedTransformer
from gliner import GLiNER
m, v, t = load_model_and_preprocess("blip_caption", model_type="base_coco")
h = HookedTransformer.from_pretrained("gpt2-small")
g = GLiNER.from_pretrained("org/gliner")
#> lavis.models.load_model_and_preprocess = blip_caption
#> transformer_lens.HookedTransformer.from_pretrained = gpt2-small
#> gliner.GLiNER.from_pretrained = org/gliner
# === fastai
from fastai.vision.all import *
learn = load_learner("export.pkl")
#> fastai.vision.all.load_learner = export.pkl
# === gpt4all
from gpt4all import GPT4All
m = GPT4All("orca-mini-3b.gguf")
#> gpt4all.GPT4All = orca-mini-3b.gguf
# === flair and stanza
from flair.models import SequenceTagger
import stanza
t = SequenceTagger.load("ner-large")
p = stanza.Pipeline("de")
#> flair.models.SequenceTagger.load = ner-large
#> stanza.Pipeline = de
# === a PyTorchModelHubMixin of the notebook
from torch import nn
from huggingface_hub import PyTorchModelHubMixin
class Net(nn.Module, PyTorchModelHubMixin):
    pass
n = Net.from_pretrained("me/net")
#> huggingface_hub.PyTorchModelHubMixin.from_pretrained = me/net

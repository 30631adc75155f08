# === speech: a pipeline over a model and its processor
import torch
from transformers import AutoModelForSpeechSeq2Seq, AutoProcessor, pipeline
device = "cuda:0" if torch.cuda.is_available() else "cpu"
torch_dtype = torch.float16 if torch.cuda.is_available() else torch.float32
model_id = "openai/whisper-large-v3"
model = AutoModelForSpeechSeq2Seq.from_pretrained(
    model_id, torch_dtype=torch_dtype, low_cpu_mem_usage=True, use_safetensors=True
)
model.to(device)
processor = AutoProcessor.from_pretrained(model_id)
pipe = pipeline("automatic-speech-recognition", model=model, tokenizer=processor.tokenizer, device=device)
#> transformers.AutoModelForSpeechSeq2Seq.from_pretrained = openai/whisper-large-v3; chain=to
# === quantised with a config of its own
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
import torch
bnb = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4")
model = AutoModelForCausalLM.from_pretrained("tiiuae/falcon-7b", quantization_config=bnb, device_map={"": 0})
#> transformers.AutoModelForCausalLM.from_pretrained = tiiuae/falcon-7b
# === peft on top, in one cell
from peft import PeftModel, PeftConfig, LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM
config = PeftConfig.from_pretrained("smangrul/adapter")
base = AutoModelForCausalLM.from_pretrained("gpt2-large")
model = PeftModel.from_pretrained(base, "smangrul/adapter")
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2-large
#> peft.PeftModel.from_pretrained = smangrul/adapter
# === LoRA around a model that is there
from peft import LoraConfig, get_peft_model
lora = LoraConfig(r=8, task_type="CAUSAL_LM")
peft_model = get_peft_model(model, lora)
peft_model.print_trainable_parameters()
# === trl with an id and arguments
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer
dataset = load_dataset("trl-lib/Capybara", split="train")
training_args = SFTConfig(output_dir="Qwen/Qwen2.5-0.5B-SFT")
trainer = SFTTrainer(args=training_args, model="Qwen/Qwen2.5-0.5B", train_dataset=dataset)
trainer.train()
#> trl.SFTTrainer = Qwen/Qwen2.5-0.5B
# === vllm offline with LoRA
from vllm import LLM, SamplingParams
from vllm.lora.request import LoRARequest
llm = LLM(model="meta-llama/Llama-2-7b-hf", enable_lora=True, tensor_parallel_size=1)
outputs = llm.generate(["Hello"], SamplingParams(max_tokens=8))
#> vllm.LLM = meta-llama/Llama-2-7b-hf
# === timm
import timm
m = timm.create_model("resnet50", pretrained=True, num_classes=10)
n = timm.create_model("vit_base_patch16_224")
print(timm.list_models("resnet*"))
#> timm.create_model = resnet50
# === torch hub
import torch
model = torch.hub.load("pytorch/vision:v0.10.0", "resnet18", pretrained=True)
print(torch.hub.list("pytorch/vision"))
#> torch.hub.load = resnet18
# === torchvision by weights
from torchvision.models import resnet50, ResNet50_Weights, resnet18
a = resnet50(weights=ResNet50_Weights.DEFAULT)
b = resnet18()
#> torchvision.models.resnet50 = resnet50
# === cross encoder and sparse
from sentence_transformers import CrossEncoder, SentenceTransformer, util
model = CrossEncoder("cross-encoder/ms-marco-MiniLM-L6-v2")
scores = model.predict([("a", "b")])
#> sentence_transformers.CrossEncoder = cross-encoder/ms-marco-MiniLM-L6-v2
# === gguf through llama-cpp with a repo
from llama_cpp import Llama
llm = Llama.from_pretrained(repo_id="Qwen/Qwen2-0.5B-Instruct-GGUF", filename="*q8_0.gguf", verbose=False)
#> llama_cpp.Llama.from_pretrained = Qwen/Qwen2-0.5B-Instruct-GGUF
# === spacy
import spacy
from spacy import displacy
nlp = spacy.load("en_core_web_trf")
blank = spacy.blank("en")
doc = nlp("text")
#> spacy.load = en_core_web_trf
# === a gradio app defined, not loaded
import gradio as gr
def greet(name):
    return "Hello " + name
demo = gr.Interface(fn=greet, inputs="text", outputs="text")
# === gradio loads from a pipeline
import gradio as gr
from transformers import pipeline
pipe = pipeline("translation", model="Helsinki-NLP/opus-mt-en-es")
def predict(text):
    return pipe(text)[0]["translation_text"]
demo = gr.Interface(fn=predict, inputs="text", outputs="text")
#> transformers.pipeline = Helsinki-NLP/opus-mt-en-es
# === evaluation only
import torch
model.eval()
with torch.no_grad():
    for batch in loader:
        out = model(**{k: v.to("cuda") for k, v in batch.items()})
# === push and save only
model.push_to_hub("me/model")
tokenizer.save_pretrained("out")
trainer.save_model("out")
# === the ids of a leaderboard
import requests
ids = [m["modelId"] for m in requests.get("https://huggingface.co/api/models?limit=5").json()]
# === keras from a preset and a summary
import keras_hub
classifier = keras_hub.models.BertClassifier.from_preset("bert_base_en", num_classes=4)
classifier.summary()
#> keras_hub.models.BertClassifier.from_preset = bert_base_en
# === tokens and counting
import tiktoken
enc = tiktoken.encoding_for_model("gpt-4o")
print(len(enc.encode("text")))
# === a class with a context manager
from transformers import AutoModel
class Loaded:
    def __init__(self, name): self.name = name
    def __enter__(self):
        self.model = AutoModel.from_pretrained(self.name)
        return self.model
    def __exit__(self, *a): del self.model
# %%
with Loaded("bert-base-uncased") as m:
    print(m.config)
#> transformers.AutoModel.from_pretrained = bert-base-uncased
# === a class with a context manager that is only made
from transformers import AutoModel
class Loaded:
    def __enter__(self):
        return AutoModel.from_pretrained("bert-base-uncased")
    def __exit__(self, *a): ...
# %%
loaded = Loaded()

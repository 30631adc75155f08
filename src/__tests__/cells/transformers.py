# === a literal id, the class imported from the package
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2; target=model; how=literal; repeats=once; conditional=false
# === the module imported
import transformers
m = transformers.AutoModel.from_pretrained("bert-base-uncased")
#> transformers.AutoModel.from_pretrained = bert-base-uncased; target=m
# === aliases of module and class, from an earlier cell
import transformers as tf
from transformers import AutoModel as Encoder
# %%
a = tf.T5ForConditionalGeneration.from_pretrained("t5-small")
b = Encoder.from_pretrained("roberta-base")
#> transformers.T5ForConditionalGeneration.from_pretrained = t5-small; target=a
#> transformers.AutoModel.from_pretrained = roberta-base; target=b
# === the id is a constant of an earlier cell
from transformers import AutoModelForSequenceClassification, AutoTokenizer
checkpoint = "./models/big"
# %%
tokenizer = AutoTokenizer.from_pretrained(checkpoint)
model = AutoModelForSequenceClassification.from_pretrained(checkpoint, num_labels=2)
#> transformers.AutoModelForSequenceClassification.from_pretrained = ./models/big; how=constant; kw.num_labels=2
# === tokenizers, processors and configs read no weights
from transformers import AutoTokenizer, AutoProcessor, AutoConfig, BertTokenizerFast, AutoImageProcessor
tok = AutoTokenizer.from_pretrained("gpt2")
proc = AutoProcessor.from_pretrained("openai/clip-vit-base-patch32")
cfg = AutoConfig.from_pretrained("gpt2")
fast = BertTokenizerFast.from_pretrained("bert-base-uncased")
img = AutoImageProcessor.from_pretrained("google/vit-base-patch16-224")
# === only in a comment and in a string
from transformers import AutoModel
# model = AutoModel.from_pretrained("gpt2")
text = 'AutoModel.from_pretrained("gpt2")'
# === defined and not called
from transformers import AutoModel
def load():
    return AutoModel.from_pretrained("gpt2")
# === a helper of an earlier cell is called with its argument
from transformers import AutoModel
def load(name, half=False):
    model = AutoModel.from_pretrained(name)
    return model
# %%
m = load("facebook/opt-125m")
#> transformers.AutoModel.from_pretrained = facebook/opt-125m; target=m
# === dtype, device map and a quantization config that is a name
import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
bnb = BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=torch.bfloat16)
# %%
model = AutoModelForCausalLM.from_pretrained("mistralai/Mistral-7B-v0.1", quantization_config=bnb, device_map="auto", torch_dtype=torch.float16)
#> transformers.AutoModelForCausalLM.from_pretrained = mistralai/Mistral-7B-v0.1; kw.quantization_config=transformers.BitsAndBytesConfig(...); kw.device_map=auto; kw.torch_dtype=torch.float16
# === a chained move
from transformers import AutoModel
model = AutoModel.from_pretrained("bert-large-uncased").half().to("cuda").eval()
#> transformers.AutoModel.from_pretrained = bert-large-uncased; chain=half,to; target=model
# === a later statement of the same cell
from transformers import AutoModel
model = AutoModel.from_pretrained("bert-large-uncased")
model.eval()
model = model.float()
model.cuda()
#> transformers.AutoModel.from_pretrained = bert-large-uncased; chain=float,cuda
# === the move stands in a later cell: this cell loads nothing
from transformers import AutoModel
model = AutoModel.from_pretrained("bert-large-uncased")
# %%
model = model.to("cuda")
# === the keyword carries the id
from transformers import AutoModelForSeq2SeqLM
m = AutoModelForSeq2SeqLM.from_pretrained(pretrained_model_name_or_path="google/flan-t5-base")
#> transformers.AutoModelForSeq2SeqLM.from_pretrained = google/flan-t5-base; how=literal
# === keywords from a dict
from transformers import AutoModelForCausalLM
options = {"device_map": "auto", "load_in_8bit": True}
options["trust_remote_code"] = True
m = AutoModelForCausalLM.from_pretrained("bigscience/bloom-7b1", **options)
#> transformers.AutoModelForCausalLM.from_pretrained = bigscience/bloom-7b1; kw.load_in_8bit=true; kw.trust_remote_code=true; complete=true
# === keywords from dict(), one of them overridden
from transformers import AutoModel
base = dict(torch_dtype="auto", low_cpu_mem_usage=True)
m = AutoModel.from_pretrained("gpt2", **{**base, "torch_dtype": "float32"})
#> transformers.AutoModel.from_pretrained = gpt2; kw.torch_dtype=float32
# === keywords that cannot be followed
from transformers import AutoModel
m = AutoModel.from_pretrained("gpt2", **make_options())
#> transformers.AutoModel.from_pretrained = gpt2; complete=false
# === pipeline with a model
from transformers import pipeline
generator = pipeline("text-generation", model="gpt2-large", device=0)
#> transformers.pipeline = gpt2-large; kw.device=0; target=generator
# === pipeline by task: the library's default
from transformers import pipeline
classifier = pipeline("sentiment-analysis")
#> transformers.pipeline = distilbert/distilbert-base-uncased-finetuned-sst-2-english; how=default
# === pipeline by model alone
from transformers import pipeline
pipe = pipeline(model="openai/whisper-small")
#> transformers.pipeline = openai/whisper-small
# === pipeline with the model as second position, imported in an earlier cell under another name
from transformers import pipeline as make
# %%
summarizer = make("summarization", "facebook/bart-large-cnn")
#> transformers.pipeline = facebook/bart-large-cnn
# === pipeline around a model that is loaded already
from transformers import pipeline, AutoModelForCausalLM, AutoTokenizer
model = AutoModelForCausalLM.from_pretrained("gpt2")
tok = AutoTokenizer.from_pretrained("gpt2")
# %%
pipe = pipeline("text-generation", model=model, tokenizer=tok)
# === pipeline around a model of this cell: one load
from transformers import pipeline, AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
pipe = pipeline("text-generation", model=model)
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2
# === pipeline around something the notebook does not tell, but for its name
from transformers import pipeline
pipe = pipeline("text-generation", model=model_id)
#> transformers.pipeline = ?model_id; how=unknown
# === pipeline around an object the notebook does not tell
from transformers import pipeline
pipe = pipeline("text-generation", model=merged_model)
# === the pipeline rebinds its own name: the second call runs it
from transformers import pipeline
pipeline = pipeline("fill-mask", model="roberta-base")
print(pipeline("Paris is the <mask> of France."))
#> transformers.pipeline = roberta-base; target=pipeline
# === a later cell calls what pipeline returned
from transformers import pipeline
pipeline = pipeline("fill-mask", model="roberta-base")
# %%
pipeline("Paris is the <mask> of France.")
# === from_config builds random weights
from transformers import AutoConfig, AutoModelForCausalLM
config = AutoConfig.from_pretrained("gpt2-xl", n_layer=4)
model = AutoModelForCausalLM.from_config(config)
#> transformers.AutoModelForCausalLM.from_config = gpt2-xl; how=constant
# === a model class called with a config of the notebook
from transformers import LlamaConfig, LlamaForCausalLM
config = LlamaConfig(hidden_size=1024, num_hidden_layers=8)
model = LlamaForCausalLM(config)
#> transformers.LlamaForCausalLM = ?config
# === on the meta device nothing is allocated
import torch
from transformers import AutoConfig, AutoModelForCausalLM
config = AutoConfig.from_pretrained("gpt2-xl")
with torch.device("meta"):
    model = AutoModelForCausalLM.from_config(config)
# === empty weights, then a checkpoint is dispatched
from accelerate import init_empty_weights, load_checkpoint_and_dispatch
from transformers import AutoConfig, AutoModelForCausalLM
with init_empty_weights():
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained("bigscience/bloom"))
model = load_checkpoint_and_dispatch(model, "./bloom-sharded", device_map="auto")
#> accelerate.load_checkpoint_and_dispatch = ./bloom-sharded; loader=accelerate
# === a submodule import
from transformers.models.llama.modeling_llama import LlamaForCausalLM
m = LlamaForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
#> transformers.models.llama.modeling_llama.LlamaForCausalLM.from_pretrained = meta-llama/Llama-2-7b-hf
# === a star import
from transformers import *
m = AutoModel.from_pretrained("gpt2")
t = AutoTokenizer.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=m
# === a class of the notebook derived from the library's
from transformers import PreTrainedModel
class Scorer(PreTrainedModel):
    pass
scorer = Scorer.from_pretrained("./scorer")
#> transformers.PreTrainedModel.from_pretrained = ./scorer
# === the class held in a dict
import transformers
classes = {"causal": transformers.AutoModelForCausalLM, "masked": transformers.AutoModelForMaskedLM}
m = classes["masked"].from_pretrained("bert-base-cased")
#> transformers.AutoModelForMaskedLM.from_pretrained = bert-base-cased
# === the class under another name
from transformers import T5ForConditionalGeneration
Model = T5ForConditionalGeneration
# %%
m = Model.from_pretrained("t5-large")
#> transformers.T5ForConditionalGeneration.from_pretrained = t5-large
# === getattr with a known name
import transformers
m = getattr(transformers, "AutoModel").from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === the id is rebound by what it loads
from transformers import AutoModel
model = "distilgpt2"
model = AutoModel.from_pretrained(model)
#> transformers.AutoModel.from_pretrained = distilgpt2; how=constant; target=model
# === re-running that cell: the name now holds a model, nothing is known of the id
from transformers import AutoModel
model = "distilgpt2"
model = AutoModel.from_pretrained(model)
# %%
model = "distilgpt2"
model = AutoModel.from_pretrained(model)
#> transformers.AutoModel.from_pretrained = distilgpt2
# === an unknown name is left to the kernel
from transformers import AutoModel
m = AutoModel.from_pretrained(checkpoint)
#> transformers.AutoModel.from_pretrained = ?checkpoint; how=unknown
# === a name that an earlier cell computed
import os
from transformers import AutoModel
where = os.environ["MODEL_DIR"]
# %%
m = AutoModel.from_pretrained(where)
#> transformers.AutoModel.from_pretrained = ?where; how=unknown
# === an adapter's base model, named by its config
from peft import PeftConfig
from transformers import AutoModelForCausalLM
config = PeftConfig.from_pretrained("me/adapter")
m = AutoModelForCausalLM.from_pretrained(config.base_model_name_or_path)
#> transformers.AutoModelForCausalLM.from_pretrained = ?config.base_model_name_or_path
# === a snapshot is loaded
from huggingface_hub import snapshot_download
from transformers import AutoModel
path = snapshot_download("facebook/opt-350m")
m = AutoModel.from_pretrained(path)
#> transformers.AutoModel.from_pretrained = facebook/opt-350m; how=constant
# === a local directory under a hub id
from transformers import AutoModel
model_id = "meta-llama/Llama-2-7b-hf"
model_id = "./local/llama"
m = AutoModel.from_pretrained(model_id, local_files_only=True)
#> transformers.AutoModel.from_pretrained = ./local/llama
# === vision and speech classes
from transformers import ViTForImageClassification, WhisperForConditionalGeneration, CLIPModel
a = ViTForImageClassification.from_pretrained("google/vit-base-patch16-224")
b = WhisperForConditionalGeneration.from_pretrained("openai/whisper-large-v2")
c = CLIPModel.from_pretrained("openai/clip-vit-base-patch32")
#> transformers.ViTForImageClassification.from_pretrained = google/vit-base-patch16-224
#> transformers.WhisperForConditionalGeneration.from_pretrained = openai/whisper-large-v2
#> transformers.CLIPModel.from_pretrained = openai/clip-vit-base-patch32
# === TensorFlow classes
from transformers import TFAutoModelForSequenceClassification
m = TFAutoModelForSequenceClassification.from_pretrained("bert-base-cased", from_pt=True)
#> transformers.TFAutoModelForSequenceClassification.from_pretrained = bert-base-cased; kw.from_pt=true
# === an adapter onto a loaded model
from transformers import AutoModelForCausalLM
m = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
m.load_adapter("ybelkada/opt-350m-lora")
#> transformers.AutoModelForCausalLM.from_pretrained = facebook/opt-350m
#> transformers.AutoModelForCausalLM.from_pretrained().load_adapter = ybelkada/opt-350m-lora
# === model and tokenizer in one tuple assignment
from transformers import AutoModel, AutoTokenizer
tok, model = AutoTokenizer.from_pretrained("gpt2"), AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=model
# === policy and reference: the same id twice is two loads
from transformers import AutoModelForCausalLM
policy = AutoModelForCausalLM.from_pretrained("gpt2")
reference = AutoModelForCausalLM.from_pretrained("gpt2")
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2; target=policy
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2
# === the trainer of transformers takes an object
from transformers import Trainer, TrainingArguments, DataCollatorForLanguageModeling
trainer = Trainer(model=model, args=TrainingArguments("out"), data_collator=DataCollatorForLanguageModeling(tok))
# === model_init is only called by the trainer
from transformers import AutoModel, Trainer
def model_init():
    return AutoModel.from_pretrained("gpt2")
trainer = Trainer(model_init=model_init)
# === saving and pushing
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
# %%
model.save_pretrained("./out")
model.push_to_hub("me/out")
# === generation
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
# %%
out = model.generate(**tok("a", return_tensors="pt").to(model.device), max_new_tokens=20)
# === configs for quantization alone
from transformers import BitsAndBytesConfig, GenerationConfig
bnb = BitsAndBytesConfig(load_in_8bit=True)
gen = GenerationConfig.from_pretrained("gpt2")
# === walrus
from transformers import AutoModel
if (m := AutoModel.from_pretrained("gpt2")) is not None:
    print(m)
#> transformers.AutoModel.from_pretrained = gpt2
# === awaited and passed on at once
from transformers import AutoModel
print(sum(p.numel() for p in AutoModel.from_pretrained("gpt2").parameters()))
#> transformers.AutoModel.from_pretrained = gpt2

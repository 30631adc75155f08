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
# === unsloth's data kit starts a server
from unsloth.dataprep import SyntheticDataKit
g = SyntheticDataKit.from_pretrained(model_name="unsloth/Llama-3.2-3B-Instruct", max_seq_length=2048)
#> unsloth.dataprep.SyntheticDataKit.from_pretrained = unsloth/Llama-3.2-3B-Instruct

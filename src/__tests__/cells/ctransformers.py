# === ctransformers' class of the same name
from ctransformers import AutoModelForCausalLM
llm = AutoModelForCausalLM.from_pretrained("TheBloke/x-GGML", model_file="x.bin")
#> ctransformers.AutoModelForCausalLM.from_pretrained = TheBloke/x-GGML; loader=ctransformers

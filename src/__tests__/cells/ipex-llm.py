# === ipex-llm's class of the same name
from ipex_llm.transformers import AutoModelForCausalLM
m = AutoModelForCausalLM.from_pretrained("org/a", load_in_4bit=True)
#> ipex_llm.transformers.AutoModelForCausalLM.from_pretrained = org/a; loader=ipex-llm

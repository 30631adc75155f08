# === modelscope's class of the same name
from modelscope import AutoModelForCausalLM, AutoTokenizer
t = AutoTokenizer.from_pretrained("qwen/Qwen-7B")
m = AutoModelForCausalLM.from_pretrained("qwen/Qwen-7B")
#> modelscope.AutoModelForCausalLM.from_pretrained = qwen/Qwen-7B; loader=modelscope

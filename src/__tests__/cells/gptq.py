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

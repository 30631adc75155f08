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

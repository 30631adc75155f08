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

# === vllm serve
!vllm serve mistralai/Mistral-7B-Instruct-v0.2 --max-model-len 4096 --gpu-memory-utilization 0.8
#> shell:vllm serve = mistralai/Mistral-7B-Instruct-v0.2; kw.max_model_len=4096; kw.gpu_memory_utilization=0.8; loader=vllm
# === left behind with nohup, output away
!nohup vllm serve "Qwen/Qwen2.5-7B" --dtype=half > server.log 2>&1 &
#> shell:vllm serve = Qwen/Qwen2.5-7B; kw.dtype=half
# === braces are Python's
model_id = "facebook/opt-125m"
# %%
!vllm serve {model_id} --port 8000
#> shell:vllm serve = facebook/opt-125m
# === a dollar name is Python's
model_id = "facebook/opt-125m"
!CUDA_VISIBLE_DEVICES=0 vllm serve $model_id
#> shell:vllm serve = facebook/opt-125m
# === a name that the notebook does not tell
!vllm serve {served_model}
#> shell:vllm serve = ?served_model
# === the module's server
!python3 -m vllm.entrypoints.openai.api_server --model meta-llama/Llama-2-7b-hf \
    --tensor-parallel-size 2
#> shell:python -m vllm.entrypoints.openai.api_server = meta-llama/Llama-2-7b-hf; kw.tensor_parallel_size=2
# === ollama
!ollama pull llama3:8b
!ollama run llama3:8b "Why is the sky blue?"
#> shell:ollama pull = llama3:8b
#> shell:ollama run = llama3:8b
# === ollama without a model
!ollama list
!ollama serve &
!ollama --version
# === llama.cpp
!./llama.cpp/build/bin/llama-server -m models/llama-7b.Q4_K_M.gguf -c 4096 -ngl 99
#> shell:llama-server = models/llama-7b.Q4_K_M.gguf; kw.c=4096; kw.ngl=99
# === llama.cpp's old program
!./llama.cpp/main -m model.gguf -p "hi"
#> shell:llama.cpp/main = model.gguf
# === bash
%%bash
set -e
export CUDA_VISIBLE_DEVICES=0
MODEL=Qwen/Qwen2-0.5B
vllm serve $MODEL --enforce-eager &
#> shell:vllm serve = Qwen/Qwen2-0.5B; kw.enforce_eager=true
# === bash with arguments
model_id = "org/model"
# %%
%%bash -s "$model_id"
echo loading
vllm serve "$1"
#> shell:vllm serve = org/model
# === bash does not see Python's names
model_id = "org/model"
# %%
%%bash
vllm serve $model_id
#> shell:vllm serve = $model_id
# === bash that loads nothing
%%bash
pip install -q vllm transformers
ls -la
# === a python cell run by script is not read
%%script bash
vllm serve org/model
#> shell:vllm serve = org/model
# === subprocess with a list
import subprocess
server = subprocess.Popen(["vllm", "serve", "org/model", "--max-model-len", "2048"])
#> shell:vllm serve = org/model; kw.max_model_len=2048
# === subprocess with names, imported alone
from subprocess import Popen
import sys
name = "org/model"
p = Popen([sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", name])
#> shell:python -m vllm.entrypoints.openai.api_server = org/model
# === subprocess through a shell
import subprocess
name = "org/model"
subprocess.run(f"vllm serve {name} &", shell=True)
#> shell:vllm serve = org/model
# === a command kept in a constant, split
import subprocess, shlex
cmd = "vllm serve org/model --port 1"
# %%
subprocess.Popen(shlex.split(cmd))
#> shell:vllm serve = org/model
# === split by the string itself
import subprocess
subprocess.Popen("vllm serve org/model".split())
#> shell:vllm serve = org/model
# === os.system
import os
os.system("ollama pull mistral")
#> shell:ollama pull = mistral
# === bash -c
import subprocess
subprocess.run(["bash", "-c", "ollama pull mistral && echo done"])
#> shell:ollama pull = mistral
# === get_ipython().system
get_ipython().system("ollama pull mistral")
#> shell:ollama pull = mistral
# === other commands
import subprocess, os
subprocess.run(["nvidia-smi"])
subprocess.check_output(["pip", "install", "vllm"])
os.system("rm -rf cache")
# === downloads only
!huggingface-cli download meta-llama/Llama-2-7b-hf
!wget https://example.org/model.safetensors
!git clone https://example.org/org/model
!hf download org/model --local-dir x
# === scripts are opaque
!python train.py --model_name_or_path bert-base-cased
!accelerate launch train.py --model gpt2
!torchrun --nproc_per_node 2 finetune.py
# === pip with the name of a server
!pip install vllm sglang ollama llama-cpp-python
%pip install -U vllm
!vllm --version
# === echo of a command
!echo "vllm serve org/model"
!which vllm
!ps aux | grep "vllm serve"
# === the output is kept
out = !ollama pull mistral
#> shell:ollama pull = mistral
# === in a branch
START = False
if START:
    !vllm serve org/model
# === in a live branch
if True:
    !vllm serve org/model
    x = 1
#> shell:vllm serve = org/model
# === in a loop over ids
for m in ["a", "b"]:
    !ollama pull {m}
#> shell:ollama pull = a; repeats=freed-each-time
#> shell:ollama pull = b
# === in a function that is called
def serve(m):
    !ollama pull {m}
# %%
serve("mistral")
#> shell:ollama pull = mistral
# === in a function that is not called
def serve(m):
    !ollama pull {m}
# === sglang, TGI, mlx, yolo
!python -m sglang.launch_server --model-path org/a --port 3
!text-generation-launcher --model-id org/b --quantize awq
!mlx_lm.generate --model org/c --prompt hi
!yolo detect train model=yolov8n.pt data=coco.yaml epochs=3
#> shell:python -m sglang.launch_server = org/a; loader=sglang
#> shell:text-generation-launcher = org/b; kw.quantize=awq
#> shell:mlx_lm.generate = org/c
#> shell:yolo = yolov8n.pt; loader=ultralytics
# === trl and optimum on the command line
!trl sft --model_name_or_path org/a --dataset_name d
!optimum-cli export onnx --model org/b out/
#> shell:trl sft = org/a
#> shell:optimum-cli export onnx = org/b
# === chained commands
!cd /tmp && ollama pull a; ollama run b
#> shell:ollama pull = a
#> shell:ollama run = b
# === uv and conda start it
!uv run vllm serve org/a
!conda run -n llm vllm serve org/b
#> shell:vllm serve = org/a
#> shell:vllm serve = org/b
# === %sx and %system
%sx ollama pull mistral
%system ollama pull llama3
#> shell:ollama pull = mistral
#> shell:ollama pull = llama3
# === a commented line of the shell
# !vllm serve org/model
!# vllm serve org/model
# === writefile writes
%%writefile serve.sh
vllm serve org/model
# === a heredoc writes
%%bash
cat > serve.sh <<EOF
vllm serve org/model
EOF
chmod +x serve.sh
# === a string that looks like a shell line
text = """
!vllm serve org/model
"""
# === kill and curl
!pkill -f "vllm serve"
!curl localhost:8000/v1/models -d '{"model": "org/model"}'
# === the server's flags before a known name
served = "org/a"
!vllm serve --model {served} --max-model-len 1024
#> shell:vllm serve = org/a; kw.max_model_len=1024
# === awk braces are no Python
!nvidia-smi | awk '{print $2}'

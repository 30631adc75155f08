"""Finds the library versions in a kernel's own Python, without asking the kernel.

Needed for a kernel that is busy or has not been asked yet: the memory rules depend on these
versions, and the server's own versions are often different.
"""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.checkpoints.find.paths import own_home
from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts
from jupyterlab_headroom.sources.proc.distributions import installed_versions
from jupyterlab_headroom.sources.proc.process_context import PROC, ProcessContext
from jupyterlab_headroom.sources.proc.python_process import find_python, package_directories
from jupyterlab_headroom.sources.proc.refusals import read_refusals

#: Libraries that load models, and those whose version affects how they are loaded.
_LIBRARY_LINES = """
    transformers torch safetensors accelerate huggingface-hub tokenizers kernels
    diffusers sentence-transformers peft trl unsloth bitsandbytes torchao optimum
    vllm sglang llama-cpp-python ctransformers gptqmodel auto-gptq autoawq compressed-tensors
    timm open-clip-torch keras tensorflow jax spacy openai-whisper ultralytics onnxruntime
    numpy pandas polars pyarrow
"""
LIBRARIES = tuple(_LIBRARY_LINES.split())
#: Not sent to the browser, which needs to know neither.
_PRIVATE = frozenset(("HOME", "HF_ENDPOINT"))


def read_environment(pid: int, context: ProcessContext, proc: Path = PROC) -> EnvironmentFacts:
    """Return what files and /proc reveal about the Python of a process. Never raises OSError."""
    python = find_python(pid, proc)
    named = context.environment.get("HOME")
    home = Path(named) if named else own_home()
    directories = package_directories(python, home, proc) if python else []
    return EnvironmentFacts(
        versions=installed_versions(directories, LIBRARIES) if directories else {},
        cwd=None if context.cwd is None else str(context.cwd),
        environment={k: v for k, v in context.environment.items() if k not in _PRIVATE},
        refusals=read_refusals(pid if python is None else python.pid, proc),
    )

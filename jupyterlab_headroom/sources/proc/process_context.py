"""The working directory of a process, and its variables that affect loading models.

Read from /proc, without asking the process. `environ` is the environment it was started with:
changes made later by its own code are not included.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")

#: Nothing else is taken from the environment of a kernel, as it often holds secrets.
_VARIABLES_LINES = """
    HF_HOME HF_HUB_CACHE HUGGINGFACE_HUB_CACHE HF_HUB_OFFLINE HF_ENDPOINT HF_XET_CACHE
    TRANSFORMERS_CACHE TRANSFORMERS_OFFLINE SENTENCE_TRANSFORMERS_HOME
    HF_DEACTIVATE_ASYNC_LOAD XDG_CACHE_HOME TORCH_HOME HOME
    CUDA_VISIBLE_DEVICES PYTORCH_CUDA_ALLOC_CONF PYTORCH_ALLOC_CONF MALLOC_MMAP_THRESHOLD_
    XLA_PYTHON_CLIENT_PREALLOCATE XLA_PYTHON_CLIENT_MEM_FRACTION TF_FORCE_GPU_ALLOW_GROWTH
"""
_VARIABLES = frozenset(_VARIABLES_LINES.split())
MAX_ENVIRONMENT_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class ProcessContext:
    """What /proc reveals about one process; unknown values are `None` or left out."""

    cwd: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def read_process_context(pid: int, proc: Path = PROC) -> ProcessContext:
    """Return the context of a process. Never raises, as a process may end at any moment."""
    return ProcessContext(_cwd(proc / str(pid) / "cwd"), _environment(proc / str(pid) / "environ"))


def _cwd(link: Path) -> Path | None:
    try:
        path = link.readlink()
    except (OSError, ValueError):
        return None
    # Linux marks a directory that was removed this way; nothing in it can be read any more.
    return None if str(path).endswith(" (deleted)") else path


def _environment(file: Path) -> dict[str, str]:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_ENVIRONMENT_BYTES)
    except OSError:
        return {}
    pairs = (os.fsdecode(entry).partition("=") for entry in data.split(b"\0") if entry)
    return {name: value for name, _, value in pairs if name in _VARIABLES}

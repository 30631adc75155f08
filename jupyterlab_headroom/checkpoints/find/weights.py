"""Chooses the weight files in a model directory as the libraries do.

transformers takes the first that exists of model.safetensors, its index, pytorch_model.bin and its
index (`_get_resolved_checkpoint_files` in modeling_utils.py). A repository often has several
formats side by side, so files are never simply summed up. diffusers and peft only use different
stems.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jupyterlab_headroom.checkpoints.files.files import is_file
from jupyterlab_headroom.nouns.checkpoints import ModelQuery

_TRANSFORMERS = (("model", "safetensors"), ("pytorch_model", "bin"))
_DIFFUSERS = (("diffusion_pytorch_model", "safetensors"), ("diffusion_pytorch_model", "bin"))
_ADAPTER = (("adapter_model", "safetensors"), ("adapter_model", "bin"))


def candidates(query: ModelQuery) -> Iterator[str]:
    """Yield the names of weight files and indexes in order of precedence."""
    for stem, suffix in _stems(query.kind):
        if query.use_safetensors is not None and query.use_safetensors != (suffix != "bin"):
            continue
        for name in (f"{stem}.{suffix}", f"{stem}.{suffix}.index.json"):
            yield _with_variant(name, query.variant)


def choose(directory: Path, query: ModelQuery) -> Path | None:
    """Return the weight file or index that a load would read; `None` when there is none."""
    for name in candidates(query):
        path = directory / name
        if is_file(path):
            return path
    return None


def _stems(kind: str) -> tuple[tuple[str, str], ...]:
    """Return (stem, suffix) pairs: the library's own, then those a directory may have instead."""
    if kind == "diffusers":
        return (*_DIFFUSERS, *_TRANSFORMERS)
    if kind == "peft":
        return (*_ADAPTER, *_TRANSFORMERS)
    return (*_TRANSFORMERS, *_DIFFUSERS, *_ADAPTER)


def _with_variant(name: str, variant: str | None) -> str:
    """Insert a variant before the last suffix: model.fp16.safetensors, *.index.fp16.json."""
    if not variant:
        return name
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{variant}.{suffix}"

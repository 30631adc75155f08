"""Describe one weight file, whatever its format is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jupyterlab_headroom.checkpoints import safetensors
from jupyterlab_headroom.checkpoints.cache import HeaderCache
from jupyterlab_headroom.checkpoints.files import opened
from jupyterlab_headroom.checkpoints.tensors import Summary, summarise
from jupyterlab_headroom.checkpoints.types import Format, Source


@dataclass(frozen=True, slots=True)
class WeightFile:
    """The size of a file, and what its header says."""

    bytes: int
    format: Format
    source: Source
    #: `None`: only the size of the file is known.
    summary: Summary | None
    metadata: Mapping[str, object] = field(default_factory=dict)


WeightCache = HeaderCache[WeightFile]


def read_weight_file(path: Path, cache: WeightCache) -> WeightFile:
    """Return what one file says, from the cache if it is unchanged; raises `CheckpointError`."""
    with opened(path) as (file, identity):
        known = cache.get(identity)
        if known is None:
            known = _read(file, path.name, identity.size)
            cache.put(identity, known)
        return known


def _read(file: BinaryIO, name: str, size: int) -> WeightFile:
    if name.endswith(".safetensors"):
        return _safetensors(file, size)
    return WeightFile(size, "other", "file-size", None)


def _safetensors(file: BinaryIO, size: int) -> WeightFile:
    summary = summarise(safetensors.read_tensors(file, size))
    return WeightFile(size, "safetensors", "safetensors-header", summary)

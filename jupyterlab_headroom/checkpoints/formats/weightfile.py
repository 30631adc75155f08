"""Describes one weight file of any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jupyterlab_headroom.checkpoints.files.cache import RecentCache
from jupyterlab_headroom.checkpoints.files.files import Budget, Identity, opened
from jupyterlab_headroom.checkpoints.formats import gguf, safetensors, torchfile
from jupyterlab_headroom.checkpoints.formats.tensors import Summary, Tensor, summarise
from jupyterlab_headroom.nouns.checkpoints import Format, Source

_ZIP = b"PK\x03\x04"
_START_BYTES = 16


@dataclass(frozen=True, slots=True)
class WeightFile:
    """The size of a weight file, and what its header says."""

    bytes: int
    format: Format
    source: Source
    #: `None` if only the size of the file is known.
    summary: Summary | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)


#: Keyed by file identity: a header stays valid as long as the file does not change.
WeightCache = RecentCache[Identity, WeightFile]


def read_weight_file(path: Path, cache: WeightCache, budget: Budget) -> WeightFile:
    """Describe one file, from the cache if it is unchanged; raises `CheckpointError`."""
    with opened(path) as (file, identity):
        known = cache.get(identity)
        if known is None:
            known = _read(file, path.name, identity.size, budget)
            cache.put(identity, known)
        return known


def _read(file: BinaryIO, name: str, size: int, budget: Budget) -> WeightFile:
    """Detect the format by the first bytes, or by name for safetensors, which has no magic."""
    start = file.read(_START_BYTES)
    file.seek(0)
    if name.endswith(".safetensors"):
        tensors = safetensors.read_tensors(file, size)
        return _described(size, "safetensors", "safetensors-header", tensors)
    if start.startswith(gguf.MAGIC):
        header = gguf.read_gguf(file, size, budget)
        summary = summarise(header.tensors)
        return WeightFile(size, "gguf", "gguf-header", summary, header.metadata)
    if start.startswith(_ZIP):
        tensors = torchfile.read_zip_tensors(file, size, budget)
        return _described(size, "torch-zip", "torch-zip", tensors)
    if start.startswith(torchfile.LEGACY_START):
        tensors = torchfile.read_legacy_tensors(file, size, budget)
        return _described(size, "torch-legacy", "torch-legacy", tensors)
    return WeightFile(size, "other", "file-size")


def _described(size: int, form: Format, source: Source, tensors: list[Tensor]) -> WeightFile:
    return WeightFile(size, form, source, summarise(tensors))

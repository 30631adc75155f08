"""Reads the index of a model that is split into shards (`*.index.json`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.checkpoints.files.files import is_inside
from jupyterlab_headroom.checkpoints.files.jsonfile import read_object
from jupyterlab_headroom.checkpoints.formats.safetensors import MAX_HEADER_BYTES
from jupyterlab_headroom.checkpoints.problems import CheckpointError

#: DeepSeek-V3 has 163 shards, Llama-3.1-405B 191.
MAX_SHARDS = 2_000


@dataclass(frozen=True, slots=True)
class ShardIndex:
    """The shards of one model, sorted by name."""

    names: tuple[str, ...]
    #: Bytes of all tensors as declared by the index.
    total_bytes: int | None


def read_index(path: Path) -> ShardIndex:
    """Return the shards that an index lists; raises `CheckpointError`."""
    content = read_object(path, MAX_HEADER_BYTES)
    weight_map = content.get("weight_map")
    if not isinstance(weight_map, dict) or not weight_map:
        raise CheckpointError("not-a-model", "The index of the model lists no files.")
    values = set(map(str, weight_map.values()))
    if len(values) > MAX_SHARDS:
        raise CheckpointError("too-many-files", f"The index lists {len(values):,} files.")
    if not all(is_inside(name) for name in values):
        raise CheckpointError("refused", "The index names files outside of the model's directory.")
    metadata = content.get("metadata")
    total = metadata.get("total_size") if isinstance(metadata, dict) else None
    return ShardIndex(tuple(sorted(values)), _size(total))


def _size(value: object) -> int | None:
    """Return a number of bytes; some writers store it as a float."""
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**63 else None

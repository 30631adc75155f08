"""Builds model files for tests: headers are real, data is a hole in a sparse file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.find.paths import PathContext
from jupyterlab_headroom.checkpoints.formats.tensors import DTYPE_BITS
from jupyterlab_headroom.nouns.checkpoints import ModelFacts, ModelQuery

Shapes = Mapping[str, tuple[str, tuple[int, ...]]]


def header_of(shapes: Shapes) -> dict[str, object]:
    header, position = {}, 0
    for name, (dtype, shape) in shapes.items():
        end = position + math.prod(shape) * DTYPE_BITS[dtype] // 8
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [position, end]}
        position = end
    return {"__metadata__": {"format": "pt"}, **header}


def write_safetensors(path: Path, shapes: Shapes, header_bytes: int | None = None) -> Path:
    """Write a sparse file; `header_bytes` pads the header with blanks, as the format allows."""
    text = json.dumps(header_of(shapes), separators=(",", ":")).encode()
    text = text.ljust(header_bytes or len(text))
    data = sum(math.prod(shape) * DTYPE_BITS[dtype] // 8 for dtype, shape in shapes.values())
    return write_raw(path, text, data)


def write_raw(path: Path, header: bytes, data_bytes: int, length: int | None = None) -> Path:
    """Write any bytes as the header; `length` is what the file says about them."""
    declared = len(header) if length is None else length
    path.write_bytes(declared.to_bytes(8, "little") + header)
    with path.open("r+b") as file:
        file.truncate(8 + len(header) + data_bytes)
    return path


def write_json(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def context_of(cwd: Path, **environment: str) -> PathContext:
    return PathContext(cwd, home=cwd / "home", environment=environment)


def read(cwd: Path, reference: str, **query: object) -> ModelFacts:
    """Read facts with a fresh reader, as a kernel that stands in `cwd`."""
    question = ModelQuery(reference, **query)  # type: ignore[arg-type]
    return CheckpointReader().read(question, context_of(cwd), Budget.seconds(60))

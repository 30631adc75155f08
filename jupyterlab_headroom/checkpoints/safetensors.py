"""Read the header of a safetensors file.

8 bytes little-endian length N, N bytes of JSON, then the data, without holes or overlaps
(https://github.com/huggingface/safetensors#format). Only the header is read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import BinaryIO, TypeGuard

from jupyterlab_headroom.checkpoints.files import read_exactly
from jupyterlab_headroom.checkpoints.jsonfile import parse_object
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown
from jupyterlab_headroom.checkpoints.tensors import DTYPE_BITS, Tensor

#: SAFETENSORS_MAX_HEADER_LENGTH of huggingface_hub; the reference reader allows 100 MB.
MAX_HEADER_BYTES = 25_000_000
#: Enough for any tensor; a bound on the cost of multiplying the dimensions.
MAX_RANK = 32
MAX_DIMENSION = 2**63
_DTYPE = re.compile(r"[A-Z][A-Z0-9_]{0,19}")


def read_tensors(file: BinaryIO, size: int) -> list[Tensor]:
    """Return the tensors that the header of a safetensors file of `size` bytes declares."""
    length = int.from_bytes(read_exactly(file, 8), "little")
    if length > MAX_HEADER_BYTES:
        raise CheckpointError(
            "header-too-large",
            f"The file says that its header has {length:,} bytes; no real model has that.",
        )
    if size < 8 + length:
        raise CheckpointError("torn", "The file ends inside its header: it is cut off.")
    header = parse_object(read_exactly(file, length), "The file's header")
    header.pop("__metadata__", None)
    spans: list[tuple[int, int]] = []
    tensors = list(_tensors(header, spans))
    _check_spans(spans, size - 8 - length)
    return tensors


def _tensors(header: dict[str, object], spans: list[tuple[int, int]]) -> Iterator[Tensor]:
    for name, entry in header.items():
        if not isinstance(entry, dict):
            raise _nonsense(name)
        dtype, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
        if not (isinstance(dtype, str) and _is_numbers(shape) and _is_numbers(offsets)):
            raise _nonsense(name)
        if len(offsets) != 2 or len(shape) > MAX_RANK or not _DTYPE.fullmatch(dtype):
            raise _nonsense(name)
        begin, end = offsets
        parameters = math.prod(shape)
        bits = DTYPE_BITS.get(dtype)
        if end < begin or (bits is not None and parameters * bits != (end - begin) * 8):
            raise _nonsense(name)
        spans.append((begin, end))
        yield Tensor(name, dtype, tuple(shape), parameters, end - begin)


def _is_numbers(value: object) -> TypeGuard[list[int]]:
    """Tell whether a value is a list of integers from 0 to 2**63 (`True` is not one)."""
    return isinstance(value, list) and all(
        type(item) is int and 0 <= item < MAX_DIMENSION for item in value
    )


def _check_spans(spans: list[tuple[int, int]], data_bytes: int) -> None:
    """Every byte of the data belongs to exactly one tensor, or the file is not what it says."""
    spans.sort()
    position = 0
    for begin, end in spans:
        if begin != position:
            raise CheckpointError("not-a-model", "Tensors in the file overlap or leave holes.")
        position = end
    if position > data_bytes:
        raise CheckpointError(
            "torn",
            f"The file is cut off: its header promises {position:,} bytes of data, "
            f"{data_bytes:,} are there.",
        )
    if position < data_bytes:
        raise CheckpointError("not-a-model", "The file is longer than its header says.")


def _nonsense(name: str) -> CheckpointError:
    return CheckpointError("not-a-model", f"The header entry of {shown(name)} makes no sense.")

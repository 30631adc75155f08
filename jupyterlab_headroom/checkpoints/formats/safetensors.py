"""Reads the header of a safetensors file.

The format is: 8 bytes with the little-endian length N, N bytes of JSON, then the data without
holes or overlaps (https://github.com/huggingface/safetensors#format). Only the header is read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, TypeGuard

from jupyterlab_headroom.checkpoints.files.files import read_exactly
from jupyterlab_headroom.checkpoints.files.jsonfile import parse_object
from jupyterlab_headroom.checkpoints.formats.tensors import DTYPE_BITS, Tensor
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown

#: SAFETENSORS_MAX_HEADER_LENGTH of huggingface_hub; the reference reader allows 100 MB.
MAX_HEADER_BYTES = 25_000_000
#: Enough for any tensor, and limits the cost of multiplying the dimensions.
MAX_RANK = 32
MAX_DIMENSION = 2**63
_DTYPE = re.compile(r"[A-Z][A-Z0-9_]{0,19}")


def read_tensors(file: BinaryIO, size: int) -> list[Tensor]:
    """Return the tensors declared by the header of a safetensors file of `size` bytes.

    Raises `CheckpointError`.
    """
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
    # There are few distinct shapes, so each is checked once instead of up to 45 000 times.
    sizes: dict[tuple[object, ...], tuple[int, int | None]] = {}
    for name, entry in header.items():
        if not isinstance(entry, dict):
            raise _invalid_tensor(name)
        dtype, shape, offsets = entry.get("dtype"), entry.get("shape"), entry.get("data_offsets")
        if not (isinstance(dtype, str) and isinstance(shape, list) and _is_span(offsets)):
            raise _invalid_tensor(name)
        key = (dtype, *shape)
        try:
            parameters, nbytes = sizes.get(key) or sizes.setdefault(key, _size(dtype, shape))
        except (TypeError, ValueError):
            raise _invalid_tensor(name) from None
        begin, end = offsets
        if nbytes is None:
            nbytes = end - begin
        elif nbytes != end - begin:
            raise _invalid_tensor(name)
        spans.append((begin, end))
        yield Tensor(name, dtype, key[1:], parameters, nbytes)


def _is_span(value: object) -> TypeGuard[list[int]]:
    if not isinstance(value, list) or len(value) != 2:
        return False
    begin, end = value
    return type(begin) is int and type(end) is int and 0 <= begin <= end < MAX_DIMENSION


def _size(dtype: str, shape: list[Any]) -> tuple[int, int | None]:
    """Return the elements and bytes of a tensor; bytes are `None` for an unknown dtype.

    Raises `ValueError` for an impossible dtype or shape.
    """
    if len(shape) > MAX_RANK or not _DTYPE.fullmatch(dtype):
        raise ValueError
    if not all(type(n) is int and 0 <= n < MAX_DIMENSION for n in shape):
        raise ValueError
    parameters = math.prod(shape)
    bits = DTYPE_BITS.get(dtype)
    return parameters, None if bits is None else -(-parameters * bits // 8)


def _check_spans(spans: list[tuple[int, int]], data_bytes: int) -> None:
    """Raise `CheckpointError` unless every byte of the data belongs to exactly one tensor."""
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


def _invalid_tensor(name: str) -> CheckpointError:
    return CheckpointError("not-a-model", f"The header entry of {shown(name)} makes no sense.")

"""Reads the header of a GGUF file (versions 2 and 3, little-endian).

The format is: magic "GGUF", u32 version, u64 number of tensors, u64 number of pairs; the pairs
(key, type, value); the tensor table (name, dimensions, type, offset); then the data, aligned
(https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from typing import BinaryIO

from jupyterlab_headroom.checkpoints.files.files import Budget, read_exactly
from jupyterlab_headroom.checkpoints.formats.ggml_types import GGML_TYPES
from jupyterlab_headroom.checkpoints.formats.tensors import Tensor
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown

MAGIC = b"GGUF"
#: Vocabularies of 256 000 tokens with merges take about 10 MB.
MAX_HEADER_BYTES = 64_000_000
MAX_TENSORS = 100_000
MAX_PAIRS = 10_000
MAX_KEPT_ITEMS = 1_000
DEFAULT_ALIGNMENT = 32

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q"}
_SCALARS = {**_SCALARS, 12: "d"}
_STRING, _ARRAY = 8, 9
#: Metadata keys that are kept. Keys of the form `<architecture>.<rest>` are kept if `<rest>` is
#: listed below.
_GENERAL = frozenset(
    (
        "general.architecture",
        "general.file_type",
        "general.alignment",
        "general.type",
        "split.count",
    )
)
_REST_LINES = """
    block_count context_length embedding_length feed_forward_length vocab_size
    attention.head_count attention.head_count_kv attention.key_length attention.value_length
    attention.key_length_mla attention.value_length_mla attention.sliding_window
    attention.sliding_window_pattern attention.kv_lora_rank attention.q_lora_rank
    expert_count expert_used_count expert_shared_count expert_feed_forward_length
    leading_dense_block_count rope.dimension_count full_attention_interval
    ssm.conv_kernel ssm.inner_size ssm.state_size ssm.time_step_rank ssm.group_count
"""
_REST = frozenset(_REST_LINES.split())


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """The tensors, and the metadata that the memory rules use."""

    tensors: tuple[Tensor, ...]
    metadata: dict[str, object] = field(default_factory=dict)


def read_gguf(file: BinaryIO, size: int, budget: Budget) -> GgufHeader:
    """Return the header of a GGUF file of `size` bytes; raises `CheckpointError`."""
    cursor = _Cursor(file, budget)
    magic, version = cursor.take(4), cursor.number("I")
    if magic != MAGIC or version not in (2, 3):
        raise CheckpointError("not-a-model", "This is no GGUF file of version 2 or 3.")
    tensor_count, pair_count = int(cursor.number("Q")), int(cursor.number("Q"))
    if tensor_count > MAX_TENSORS or pair_count > MAX_PAIRS:
        raise CheckpointError("header-too-large", "The GGUF header has too many entries.")
    metadata = _pairs(cursor, pair_count)
    rows = [_row(cursor) for _ in range(tensor_count)]
    _check_data(rows, cursor.position, metadata, size)
    return GgufHeader(tuple(tensor for tensor, _ in rows), metadata)


class _Cursor:
    """Reads forward through a file in large chunks, up to a limit."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        self._file = file
        self._budget = budget
        self._buffer = b""
        self._start = 0
        self.position = 0

    def take(self, count: int) -> bytes:
        offset = self.position - self._start
        if offset + count > len(self._buffer):
            self._fill(offset, count)
            offset = 0
        self.position += count
        return self._buffer[offset : offset + count]

    def number(self, code: str) -> int | float:
        (value,) = struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))
        return value if isinstance(value, float) else int(value)

    def text(self) -> str:
        return self.take(int(self.number("Q"))).decode("utf-8", "replace")

    def _fill(self, offset: int, count: int) -> None:
        self._budget.check()
        if self.position + count > MAX_HEADER_BYTES:
            raise CheckpointError("header-too-large", "The GGUF header is too large.")
        rest = self._buffer[offset:]
        missing = count - len(rest)
        self._buffer = rest + read_exactly(self._file, missing) + self._file.read(1 << 20)
        self._start = self.position


def _pairs(cursor: _Cursor, count: int) -> dict[str, object]:
    kept: dict[str, object] = {}
    for _ in range(count):
        key, kind = cursor.text(), int(cursor.number("I"))
        value = _value(cursor, kind)
        if key in _GENERAL or key.partition(".")[2] in _REST:
            kept[key[:120]] = value
        elif key == "tokenizer.ggml.tokens":
            kept["tokenizer.ggml.tokens.length"] = value if isinstance(value, int) else None
    return {key: value for key, value in kept.items() if _is_json(value)}


def _is_json(value: object) -> bool:
    """Return whether a value can be sent as JSON: no NaN or Infinity, alone or in a list."""
    if isinstance(value, list):
        return all(map(_is_json, value))
    return not isinstance(value, float) or math.isfinite(value)


def _value(cursor: _Cursor, kind: int) -> object:
    """Return a scalar, a short list of numbers, or the length of any other list."""
    if kind in _SCALARS:
        return cursor.number(_SCALARS[kind])
    if kind == _STRING:
        return cursor.text()[:200]
    if kind != _ARRAY:
        raise CheckpointError("not-a-model", "The GGUF header holds a value of unknown type.")
    item, count = int(cursor.number("I")), int(cursor.number("Q"))
    if count > MAX_HEADER_BYTES:
        raise CheckpointError("header-too-large", "The GGUF header holds too long a list.")
    if item == _STRING:
        for _ in range(count):
            cursor.take(int(cursor.number("Q")))
        return count
    if item not in _SCALARS:  # nested arrays exist only in the specification
        raise CheckpointError("not-a-model", "The GGUF header holds a list of unknown type.")
    data = cursor.take(count * struct.calcsize("<" + _SCALARS[item]))
    if count > MAX_KEPT_ITEMS:
        return count
    return list(struct.unpack(f"<{count}{_SCALARS[item]}", data))


def _row(cursor: _Cursor) -> tuple[Tensor, int]:
    name, rank = cursor.text(), cursor.number("I")
    if rank > 8:
        raise CheckpointError("not-a-model", f"The tensor {shown(name)} has {rank} dimensions.")
    shape = tuple(int(cursor.number("Q")) for _ in range(int(rank)))
    kind, offset = int(cursor.number("I")), int(cursor.number("Q"))
    if kind not in GGML_TYPES:
        raise CheckpointError("not-a-model", f"The tensor {shown(name)} has an unknown type.")
    dtype, block, block_bytes = GGML_TYPES[kind]
    parameters = math.prod(shape)
    # GGML lists dimensions from the innermost to the outermost, everyone else the other way round.
    size = -(-parameters // block) * block_bytes
    return Tensor(name, dtype, shape[::-1], parameters, size), offset


def _check_data(
    rows: list[tuple[Tensor, int]], position: int, metadata: dict[str, object], size: int
) -> None:
    alignment = metadata.get("general.alignment")
    step = alignment if isinstance(alignment, int) and alignment > 0 else DEFAULT_ALIGNMENT
    start = -(-position // step) * step
    end = max((start + offset + tensor.bytes for tensor, offset in rows), default=position)
    if end > size:
        raise CheckpointError(
            "torn", f"The file is cut off: {end:,} bytes promised, {size:,} there."
        )

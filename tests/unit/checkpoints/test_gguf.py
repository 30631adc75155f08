from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.formats.gguf import read_gguf
from jupyterlab_headroom.checkpoints.problems import CheckpointError
from jupyterlab_headroom.nouns.checkpoints import TensorGroup
from jupyterlab_headroom.wire.checkpoint import checkpoint_message
from tests.unit.checkpoints.build import read

FIXTURE = Path(__file__).parents[2] / "fixtures" / "checkpoints" / "tiny.gguf"
U32, F32_VALUE, STRING, ARRAY, U64 = 4, 6, 8, 9, 10
F32, Q4_0, Q4_K = 0, 2, 12


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def pair(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def tensor(name: str, shape: tuple[int, ...], kind: int, offset: int = 0) -> bytes:
    dimensions = struct.pack(f"<{len(shape)}Q", *shape)
    return (
        text(name) + struct.pack("<I", len(shape)) + dimensions + struct.pack("<IQ", kind, offset)
    )


def gguf(
    pairs: tuple[bytes, ...] = (),
    tensors: tuple[bytes, ...] = (),
    data_bytes: int = 0,
    counts: tuple[int, int] | None = None,
    version: int = 3,
) -> bytes:
    tensor_count, pair_count = counts or (len(tensors), len(pairs))
    head = b"GGUF" + struct.pack("<IQQ", version, tensor_count, pair_count)
    content = head + b"".join(pairs) + b"".join(tensors)
    return content.ljust(-(-len(content) // 32) * 32, b"\0") + b"\0" * data_bytes


def code_of(tmp_path: Path, content: bytes) -> str | None:
    (tmp_path / "m.gguf").write_bytes(content)
    problem = read(tmp_path, "m.gguf").problem
    return None if problem is None else problem.code


def test_a_file_written_by_the_library() -> None:
    facts = read(FIXTURE.parent, FIXTURE.name, kind="llama-cpp")
    assert (facts.problem, facts.format, facts.source) == (None, "gguf", "gguf-header")
    assert facts.tensors == (
        TensorGroup("F32", 64 * 4 + 8, 4 * (64 * 4 + 8)),
        TensorGroup("Q8_0", 64 * 4, 4 * 2 * 34),
    )
    assert facts.config == {
        "general.architecture": "llama",
        "llama.block_count": 2,
        "llama.context_length": 128,
        "llama.attention.head_count_kv": [2, 1],
        "tokenizer.ggml.tokens.length": 4,
    }


@pytest.mark.parametrize("version", [2, 3])
def test_versions_2_and_3(tmp_path: Path, version: int) -> None:
    content = gguf(tensors=(tensor("t", (32,), Q4_0),), data_bytes=18, version=version)
    assert code_of(tmp_path, content) is None


def test_the_file_of_a_directory_is_chosen_by_glob(tmp_path: Path) -> None:
    for name, rows in (("m-q4.gguf", 1), ("m-q8.gguf", 2)):
        content = gguf(tensors=(tensor("t", (32, rows), F32),), data_bytes=128 * rows)
        (tmp_path / name).write_bytes(content)
    facts = read(tmp_path, ".", kind="llama-cpp", file="*q8.gguf")
    assert [file.name for file in facts.files] == ["m-q8.gguf"]
    assert read(tmp_path, ".", kind="llama-cpp", file="../*.gguf").problem is not None


def test_all_parts_of_a_split_model(tmp_path: Path) -> None:
    for part in (1, 2, 3):
        content = gguf(tensors=(tensor(f"t{part}", (8,), F32),), data_bytes=32)
        (tmp_path / f"m-{part:05d}-of-00003.gguf").write_bytes(content)
    facts = read(tmp_path, "m-00001-of-00003.gguf")
    assert (len(facts.files), facts.tensors[0].parameters) == (3, 24)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GGUF", "torn"),
        (gguf(version=1), "not-a-model"),
        (gguf(version=3 << 24), "not-a-model"),  # big-endian
        (gguf(counts=(2**63, 0)), "header-too-large"),
        (gguf(counts=(0, 2**63)), "header-too-large"),
        (gguf(counts=(50_000, 0)), "torn"),
        (gguf(pairs=(struct.pack("<Q", 2**63),)), "header-too-large"),
        (gguf(pairs=(struct.pack("<Q", 2**20),)), "torn"),
        (gguf(pairs=(pair("k", 99, b""),)), "not-a-model"),
        (gguf(pairs=(pair("k", ARRAY, struct.pack("<IQ", U32, 2**60)),)), "header-too-large"),
        (gguf(pairs=(pair("k", ARRAY, struct.pack("<IQ", ARRAY, 1)),)), "not-a-model"),
        (gguf(pairs=(pair("k", ARRAY, struct.pack("<IQ", STRING, 10**7)),)), "torn"),
        (gguf(tensors=(tensor("t", (1,) * 9, F32),)), "not-a-model"),
        (gguf(tensors=(tensor("t", (8,), 77),), data_bytes=32), "not-a-model"),
        (gguf(tensors=(tensor("t", (8,), F32),), data_bytes=31), "torn"),
        (gguf(tensors=(tensor("t", (8,), F32, offset=2**40),), data_bytes=32), "torn"),
        (gguf(tensors=(tensor("t", (2**63, 2**63), F32),), data_bytes=32), "torn"),
    ],
)
def test_hostile_headers(tmp_path: Path, content: bytes, code: str) -> None:
    assert code_of(tmp_path, content) == code


def test_a_long_vocabulary_is_counted_not_kept(tmp_path: Path) -> None:
    words = b"".join(text(f"word{i}") for i in range(100_000))
    tokens = pair("tokenizer.ggml.tokens", ARRAY, struct.pack("<IQ", STRING, 100_000) + words)
    (tmp_path / "m.gguf").write_bytes(gguf(pairs=(tokens,)))
    assert read(tmp_path, "m.gguf").config == {"tokenizer.ggml.tokens.length": 100_000}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (F32_VALUE, struct.pack("<f", float("nan"))),
        (ARRAY, struct.pack("<IQff", F32_VALUE, 2, 1.0, float("inf"))),
    ],
)
def test_numbers_that_are_none_are_left_out(tmp_path: Path, kind: int, value: bytes) -> None:
    pairs = (pair("llama.block_count", kind, value), pair("llama.vocab_size", U32, b"\7\0\0\0"))
    (tmp_path / "m.gguf").write_bytes(gguf(pairs=pairs))
    message = checkpoint_message(read(tmp_path, "m.gguf"))
    assert message["config"] == {"llama.vocab_size": 7}
    json.dumps(message, allow_nan=False)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=12))
def test_a_changed_file_gives_a_header_or_our_error(position: int, patch: bytes) -> None:
    content = bytearray(FIXTURE.read_bytes())
    content[position : position + len(patch)] = patch
    try:
        header = read_gguf(io.BytesIO(content), len(content), Budget.seconds(5))
    except CheckpointError:
        return
    assert all(tensor.bytes >= 0 for tensor in header.tensors)

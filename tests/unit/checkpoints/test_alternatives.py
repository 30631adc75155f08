"""Files of a model that a load could read instead."""

from __future__ import annotations

from pathlib import Path

from tests.unit.checkpoints.build import read
from tests.unit.checkpoints.test_gguf import F32, gguf, tensor
from tests.unit.checkpoints.test_torchfile import FIXTURES


def quantisation(folder: Path, name: str, rows: int) -> int:
    content = gguf(tensors=(tensor("t", (32, rows), F32),), data_bytes=128 * rows)
    (folder / name).write_bytes(content)
    return len(content)


def test_the_other_quantisations_of_the_folder_are_named(tmp_path: Path) -> None:
    quantisation(tmp_path, "m-q8.gguf", 8)
    small = quantisation(tmp_path, "m-q4.gguf", 4)
    quantisation(tmp_path, "mmproj-m.gguf", 1)
    quantisation(tmp_path, "m-q2-00001-of-00002.gguf", 1)
    (tmp_path / "folder.gguf").mkdir()
    for facts in (
        read(tmp_path, "m-q8.gguf"),
        read(tmp_path, ".", kind="llama-cpp", file="*q8.gguf"),
    ):
        assert [(file.name, file.bytes) for file in facts.alternatives] == [("m-q4.gguf", small)]


def test_other_formats_have_none() -> None:
    assert read(FIXTURES, "tied.zip.bin").alternatives == ()


def test_names_of_one_storage_are_counted_apart() -> None:
    # Written by torch 2.13: the state_dict of a model whose head is its embedding.
    for name in ("tied-state.zip.bin", "tied-state.legacy.bin"):
        layout = read(FIXTURES, name).layout
        assert layout is not None
        assert (layout.tied_parameters, layout.first_float_dtype) == (64, "BF16")
    single = read(FIXTURES, "module.pt").layout
    assert single is not None
    assert (single.tied_parameters, single.first_float_dtype) == (0, "F32")

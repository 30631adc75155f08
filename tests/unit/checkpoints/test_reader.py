from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.nouns.checkpoints import ModelFile, ModelQuery, TensorGroup
from tests.unit.checkpoints.build import context_of, read, write_json, write_safetensors

SMALL = {"a": ("F32", (2, 3)), "b": ("BF16", (4,))}


def test_a_file_written_by_the_library(tmp_path: Path) -> None:
    save_file(
        {"x": np.zeros((4, 8), np.float32), "y": np.zeros((3,), np.float16)},
        tmp_path / "w.safetensors",
    )
    facts = read(tmp_path, "w.safetensors")
    assert (facts.found, facts.path, facts.problem) == ("local-path", "w.safetensors", None)
    assert (facts.source, facts.format) == ("safetensors-header", "safetensors")
    assert facts.tensors == (TensorGroup("F32", 32, 128), TensorGroup("F16", 3, 6))
    assert facts.largest_tensor_bytes == 128
    assert facts.files == (ModelFile("w.safetensors", (tmp_path / "w.safetensors").stat().st_size),)


def test_shards_are_summed_and_experts_kept_apart(tmp_path: Path) -> None:
    write_safetensors(tmp_path / "m-1.safetensors", {"a.weight": ("BF16", (10, 10))})
    write_safetensors(
        tmp_path / "m-2.safetensors",
        {f"layers.0.block_sparse_moe.experts.{i}.w1.weight": ("BF16", (4, 8)) for i in range(8)},
    )
    weight_map = {"a.weight": "m-1.safetensors", "x": "m-2.safetensors"}
    write_json(tmp_path / "model.safetensors.index.json", {"weight_map": weight_map})
    facts = read(tmp_path, ".")
    assert facts.tensors == (
        TensorGroup("BF16", 256, 512, "expert"),
        TensorGroup("BF16", 100, 200, "dense"),
    )
    assert [file.name for file in facts.files] == ["m-1.safetensors", "m-2.safetensors"]
    assert facts.layout is not None
    assert (facts.layout.tensors, facts.layout.largest_expert_bytes) == (9, 64)


@pytest.mark.parametrize(
    ("present", "query", "chosen"),
    [
        (["model.safetensors", "pytorch_model.bin"], {}, "model.safetensors"),
        (["pytorch_model.bin", "model.fp16.safetensors"], {}, "pytorch_model.bin"),
        (
            ["model.safetensors", "model.fp16.safetensors"],
            {"variant": "fp16"},
            "model.fp16.safetensors",
        ),
        (
            ["model.safetensors", "pytorch_model.bin"],
            {"use_safetensors": False},
            "pytorch_model.bin",
        ),
        (["diffusion_pytorch_model.safetensors"], {}, "diffusion_pytorch_model.safetensors"),
        (["adapter_model.safetensors"], {"kind": "peft"}, "adapter_model.safetensors"),
    ],
)
def test_weights_are_chosen_as_the_libraries_do(
    tmp_path: Path, present: list[str], query: dict[str, object], chosen: str
) -> None:
    for name in present:
        write_safetensors(tmp_path / name, SMALL)
    assert [file.name for file in read(tmp_path, ".", **query).files] == [chosen]


def test_a_subfolder_is_part_of_the_place(tmp_path: Path) -> None:
    (tmp_path / "m" / "unet").mkdir(parents=True)
    write_safetensors(tmp_path / "m" / "unet" / "model.safetensors", SMALL)
    assert read(tmp_path, "m").problem is not None
    assert read(tmp_path, "m", subfolder="unet").tensors


def test_an_unchanged_file_is_read_once_and_a_changed_one_again(tmp_path: Path) -> None:
    path = write_safetensors(tmp_path / "w.safetensors", SMALL)
    reader, question = CheckpointReader(), ModelQuery("w.safetensors")

    def parameters() -> int:
        facts = reader.read(question, context_of(tmp_path), Budget.seconds(60))
        return sum(group.parameters for group in facts.tensors)

    assert parameters() == 10
    stat = path.stat()
    garbage = b"\xff" * 16
    with path.open("r+b") as file:  # same identity: the header must not be looked at again
        file.write(garbage)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert parameters() == 10
    write_safetensors(path, {"a": ("F32", (99,))})
    assert parameters() == 99


def test_an_ended_budget_is_a_timeout(tmp_path: Path) -> None:
    write_safetensors(tmp_path / "w.safetensors", SMALL)
    over = Budget(deadline=1.0, clock=lambda: 2.0)
    facts = CheckpointReader().read(ModelQuery("w.safetensors"), context_of(tmp_path), over)
    assert facts.problem is not None
    assert facts.problem.code == "timeout"

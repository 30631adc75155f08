"""Which GPUs a process sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading
from jupyterlab_headroom.sources.gpu.gpus import GpuReport
from jupyterlab_headroom.sources.gpu.visible_gpus import Ordinals, visible_gpus
from jupyterlab_headroom.sources.gpu.vram_plane import VisibleGpus
from tests.unit.trees import plant, roots_of


def gpu(
    key: str, *names: str, parent: str | None = None, model: str = "A", vendor: str = "nvidia"
) -> GpuReport:
    return GpuReport(GpuInfo(key, model, vendor, parent=parent), GpuReading(), names=names)


THREE = [gpu("0", "GPU-aa11"), gpu("1", "GPU-aa22"), gpu("2", "GPU-bb33")]
MIXED = [gpu("0", "GPU-aa11", model="A"), gpu("1", "GPU-aa22", model="B")]
SLICED = [
    gpu("0", "GPU-aa11"),
    gpu("0.0", "MIG-c1", "MIG-GPU-aa11/7/0", parent="0"),
    gpu("0.1", "MIG-c2", "MIG-GPU-aa11/8/0", parent="0"),
    gpu("1", "GPU-bb22"),
]
ONE_SLICE = [*SLICED[:2], SLICED[3]]


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (None, ("0", "1", "2")),
        ("", ()),
        ("1", ("1",)),
        ("2,0", ("2", "0")),
        (" 2 , 0 ", ("2", "0")),
        ("0,2,-1,1", ("0", "2")),
        ("0,7,1", ("0",)),
        ("-1", ()),
        ("1,1", ()),
        ("1gpu", ("1",)),
        ("NoDevFiles", ()),
        ("GPU-bb33,GPU-aa11", ("2", "0")),
        ("GPU-b", ("2",)),
        ("GPU-aa", ()),  # two begin like this
        ("GPU-bb33,GPU-zz,GPU-aa11", ("2",)),
        ("GPU-aa11,GPU-aa11", ()),
        ("MIG-c1", ()),
    ],
)
def test_cuda(value: str | None, seen: Ordinals) -> None:
    environment = {} if value is None else {"CUDA_VISIBLE_DEVICES": value}
    assert visible_gpus(environment, THREE) == seen


@pytest.mark.parametrize(
    ("environment", "seen"),
    [
        ({}, (None, None)),  # the fastest first: nothing tells which that is
        ({"CUDA_DEVICE_ORDER": "PCI_BUS_ID"}, ("0", "1")),
        ({"CUDA_VISIBLE_DEVICES": "1"}, (None,)),
        ({"CUDA_VISIBLE_DEVICES": "1,0", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}, ("1", "0")),
        ({"CUDA_VISIBLE_DEVICES": "GPU-aa22"}, ("1",)),
    ],
)
def test_gpus_of_different_models(environment: dict[str, str], seen: Ordinals) -> None:
    assert visible_gpus(environment, MIXED) == seen


@pytest.mark.parametrize(
    ("value", "reports", "seen"),
    [
        (None, ONE_SLICE, ("0.0",)),
        (None, SLICED, (None,)),  # one of the slices
        ("0", ONE_SLICE, ("0.0",)),
        ("1", SLICED, ("1",)),
        ("MIG-c2", SLICED, ("0.1",)),
        ("MIG-c2,MIG-c1", SLICED, ("0.1",)),
        ("MIG-GPU-aa11/8/0", SLICED, ("0.1",)),
        ("GPU-aa11", ONE_SLICE, ("0.0",)),
        ("MIG-zz", SLICED, ()),
    ],
)
def test_slices(value: str | None, reports: list[GpuReport], seen: Ordinals) -> None:
    environment = {} if value is None else {"CUDA_VISIBLE_DEVICES": value}
    assert visible_gpus(environment, reports) == seen


AMD = [gpu(f"card{n}", f"GPU-{n}f", f"{n}f", vendor="amd") for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("environment", "seen"),
    [
        ({}, ("card1", "card2", "card3")),
        ({"HIP_VISIBLE_DEVICES": "2"}, ("card3",)),
        ({"CUDA_VISIBLE_DEVICES": "1"}, ("card2",)),
        ({"CUDA_VISIBLE_DEVICES": "1", "HIP_VISIBLE_DEVICES": "0"}, ("card1",)),
        ({"ROCR_VISIBLE_DEVICES": "1,2"}, ("card2", "card3")),
        ({"ROCR_VISIBLE_DEVICES": "GPU-3f,GPU-1f", "HIP_VISIBLE_DEVICES": "1"}, ("card1",)),
    ],
)
def test_amd(environment: dict[str, str], seen: Ordinals) -> None:
    assert visible_gpus(environment, AMD) == seen


def test_intel() -> None:
    arc = [gpu("card1", vendor="intel")]
    assert visible_gpus({"CUDA_VISIBLE_DEVICES": ""}, arc) == ("card1",)
    assert visible_gpus({"ZE_AFFINITY_MASK": "0"}, arc) == (None,)


def test_no_gpu() -> None:
    assert visible_gpus({}, []) == ()


def test_the_environment_of_a_kernel(tmp_path: Path) -> None:
    environ = "HOME=/root\0CUDA_VISIBLE_DEVICES=2,0\0TOKEN=CUDA_VISIBLE_DEVICES=1\0"
    roots = roots_of(tmp_path, {"10": {"environ": environ}, "11": {"environ": "A=B\0"}}, {})
    visible = VisibleGpus(roots)
    pids = {"a": 10, "b": 11, "not-ours": 12}
    assert visible.of(pids, THREE) == {"a": ("2", "0"), "b": ("0", "1", "2")}
    # Linux shows nothing in the first moment of a process.
    plant(tmp_path / "proc", {"14": {"environ": ""}})
    assert visible.of({"c": 14}, THREE) == {}
    plant(tmp_path / "proc", {"14": {"environ": "CUDA_VISIBLE_DEVICES=1\0"}})
    assert visible.of({"c": 14}, THREE) == {"c": ("1",)}
    # Another process under the same key, and a GPU less.
    plant(tmp_path / "proc", {"13": {"environ": "CUDA_VISIBLE_DEVICES=\0"}})
    assert visible.of({"a": 13, "b": 11}, THREE[:1]) == {"a": (), "b": ("0",)}

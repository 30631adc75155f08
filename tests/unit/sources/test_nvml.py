"""The genuine nvidia-ml-py on a stand-in driver, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.trees import FIXTURES, MIB

pytestmark = pytest.mark.skipif(
    shutil.which("cc") is None or not sys.platform.startswith("linux"),
    reason="needs a C compiler, to build a stand-in for the NVIDIA library",
)

ASK = """
import dataclasses, json, sys, threading, time
from jupyterlab_headroom.sources.gpus import GpuWatch
from jupyterlab_headroom.sources.nvml import NvmlDriver
watch = GpuWatch(NvmlDriver(), interval=0.05, pids_are_ours=sys.argv[1] != "foreign")
watch.start()
time.sleep(float(sys.argv[2]))
begin = time.monotonic()
snapshot = watch.latest({"k": frozenset({4242, 1}), "other": frozenset({4343})})
took = time.monotonic() - begin
stopped = watch.stop(timeout=0.2)
print(json.dumps(dataclasses.asdict(snapshot) | {"took": took, "stopped": stopped}))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nvml")
    source, target = FIXTURES / "nvml" / "stub.c", folder / "libnvidia-ml.so.1"
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", target, source], check=True)
    return folder


def ask(library: Path, mode: str, *, pids: str = "ours", seconds: float = 0.4) -> dict[str, Any]:
    environment = os.environ | {"LD_LIBRARY_PATH": str(library), "NVML_STUB": mode}
    done = subprocess.run(
        [sys.executable, "-c", ASK, pids, str(seconds)],
        env=environment,
        capture_output=True,
        check=True,
        timeout=30,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_two_gpus_and_the_vram_of_a_kernel(library: Path) -> None:
    seen = ask(library, "")
    assert seen["infos"]["0"]["name"] == "Stub GPU"
    assert seen["infos"]["1"]["uuid"] == "GPU-2"
    # What the driver keeps for itself is not free: used is total - free.
    assert seen["readings"]["0"] == {
        "used_bytes": 100 * MIB,
        "total_bytes": 1000 * MIB,
        "utilization_percent": 42.0,
        "stale": False,
    }
    assert seen["vram"] == {"k": {"0": 64 * MIB}}  # of 4343 the driver does not tell
    assert seen["vram_basis"] == "nvml"
    assert seen["problems"] == []
    assert seen["stopped"]


def test_slices_belong_to_their_gpu(library: Path) -> None:
    seen = ask(library, "mig")
    assert list(seen["infos"]) == ["0", "0.0", "0.1"]
    assert seen["infos"]["0.1"]["parent"] == "0"
    assert seen["readings"]["0.0"]["utilization_percent"] is None
    assert seen["vram"]["k"] == {"0.0": 64 * MIB, "0.1": 64 * MIB}


def test_a_gpu_that_shares_the_memory_of_the_machine(library: Path) -> None:
    seen = ask(library, "unified")
    assert seen["infos"]["0"]["unified"] is True
    assert seen["readings"]["0"]["used_bytes"] is None
    assert seen["readings"]["0"]["total_bytes"] is None


@pytest.mark.parametrize(
    ("mode", "words"), [("no-driver", None), ("mismatch", "different versions")]
)
def test_no_gpus(library: Path, mode: str, words: str | None) -> None:
    seen = ask(library, mode)
    assert seen["infos"] == {}
    assert [words in p["message"] for p in seen["problems"]] == ([True] if words else [])


def test_no_library_at_all(tmp_path: Path) -> None:
    seen = ask(tmp_path, "")
    assert (seen["infos"], seen["problems"]) == ({}, [])


def test_a_driver_that_hangs_delays_nobody(library: Path) -> None:
    seen = ask(library, "hang", seconds=1.6)
    assert seen["took"] < 0.05
    assert seen["readings"]["0"]["stale"] is True
    assert seen["readings"]["0"]["used_bytes"] == 100 * MIB
    assert "does not answer" in seen["problems"][0]["message"]
    assert not seen["stopped"]


def test_numbers_of_the_host_are_not_taken_for_ours(library: Path) -> None:
    seen = ask(library, "", pids="foreign")
    assert seen["vram"] == {}
    assert seen["readings"]["0"]["used_bytes"] == 100 * MIB
    assert "container" in seen["problems"][0]["message"]

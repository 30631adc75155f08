"""The genuine nvidia-ml-py on a stand-in driver, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.unit.trees import FIXTURES, MIB, plant

pytestmark = pytest.mark.skipif(
    shutil.which("cc") is None or not sys.platform.startswith("linux"),
    reason="needs a C compiler, to build a stand-in for the NVIDIA library",
)

ASK = """
import dataclasses, json, os, statistics, sys, time
from pathlib import Path
from jupyterlab_headroom.sources.gpu import vram_plane
from jupyterlab_headroom.sources.files import Roots
from jupyterlab_headroom.sources.gpu.nvml import NvmlDriver
scene = json.loads(sys.argv[1])
plane = vram_plane.VramPlane([NvmlDriver()], roots=Roots(Path(scene["proc"])), interval=0.05)
trees = {key: frozenset(pids) for key, pids in scene["trees"].items()}
# The thread reads at once: it must not see the machine before the first step is set.
os.environ.update(scene["steps"][0].get("set", {}))
plane.start()
seen = []
for step in scene["steps"]:
    os.environ.update(step.get("set", {}))
    for pid in step.get("cuda", []):
        (Path(scene["proc"]) / str(pid) / "fd" / "9").symlink_to("/dev/nvidia-uvm")
    took = []
    deadline = time.monotonic() + step.get("seconds", 0.8)
    while time.monotonic() < deadline:
        begin = time.monotonic()
        snapshot = plane.latest(trees, {})
        took.append(time.monotonic() - begin)
        time.sleep(0.05)
    seen.append(dataclasses.asdict(snapshot) | {"took": statistics.median(took)})
seen[-1]["stopped"] = plane.stop(timeout=0.2)
print(json.dumps(seen))
"""

#: The first pid namespace, and that of some container.
MACHINE, CONTAINER = "pid:[4026531836]", "pid:[4026532218]"


def build(folder: Path, *options: str) -> Path:
    source, target = FIXTURES / "nvml" / "stub.c", folder / "libnvidia-ml.so.1"
    subprocess.run(["cc", "-shared", "-fPIC", "-w", *options, "-o", target, source], check=True)
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("nvml"))


@dataclass
class Machine:
    """A machine, or a container, whose kernels `k` (4242 and 1) and `other` (4343) run."""

    folder: Path
    library: Path
    namespace: str = MACHINE
    trees: dict[str, list[int]] = field(default_factory=lambda: {"k": [4242, 1], "other": [4343]})

    def steps(self, *steps: dict[str, Any]) -> list[dict[str, Any]]:
        """Run the steps one after the other: what is set in the environment, for how long."""
        proc = plant(self.folder / "proc", {"self": {"ns": {}}})
        (proc / "self" / "ns" / "pid").symlink_to(self.namespace)
        for pids in self.trees.values():
            for pid in pids:
                (proc / str(pid) / "fd").mkdir(parents=True)
        scene = {"proc": str(proc), "trees": self.trees, "steps": steps}
        done = subprocess.run(
            [sys.executable, "-c", ASK, json.dumps(scene)],
            env=os.environ | {"LD_LIBRARY_PATH": str(self.library)},
            capture_output=True,
            check=True,
            timeout=60,
        )
        answer: list[dict[str, Any]] = json.loads(done.stdout)
        return answer

    def seen(self, mode: str, seconds: float = 0.4) -> dict[str, Any]:
        """Return what is known of a driver in one mode."""
        return self.steps({"set": {"NVML_STUB": mode}, "seconds": seconds})[-1]


@pytest.fixture
def machine(tmp_path: Path, library: Path) -> Machine:
    return Machine(tmp_path, library)


@pytest.fixture
def container(tmp_path: Path, library: Path) -> Machine:
    return Machine(tmp_path, library, CONTAINER)


def words(seen: dict[str, Any]) -> str:
    return " ".join(problem["message"] for problem in seen["problems"])


def test_two_gpus_and_the_vram_of_a_kernel(machine: Machine) -> None:
    seen = machine.seen("")
    assert seen["infos"]["0"]["name"] == "Stub GPU"
    assert seen["infos"]["1"]["uuid"] == "GPU-2"
    # What the driver keeps for itself is not free: used is total - free.
    assert seen["readings"]["0"] == {
        "used_bytes": 100 * MIB,
        "total_bytes": 1000 * MIB,
        "utilization_percent": 42.0,
        "stale": False,
    }
    # It computes and draws on the first GPU: in both lists, counted once.
    assert seen["vram"]["k"] == {"sizes": {"0": 64 * MIB, "1": 8 * MIB}, "basis": "nvml"}
    assert seen["vram"]["other"] == {"sizes": {}, "basis": None}, "of 4343 it does not tell"
    assert seen["problems"] == []
    assert seen["stopped"]


def test_a_kernel_that_holds_nothing_is_known_to(machine: Machine) -> None:
    machine.trees["idle"] = [77]
    assert machine.seen("")["vram"]["idle"] == {"sizes": {}, "basis": "nvml"}


def test_a_driver_without_lists_of_processes(machine: Machine) -> None:
    seen = machine.seen("no-lists")
    assert seen["vram"]["k"] == {"sizes": {}, "basis": None}
    assert seen["readings"]["0"]["used_bytes"] == 100 * MIB


def test_a_driver_that_knows_only_the_older_question(tmp_path: Path) -> None:
    old = build(plant(tmp_path / "old", {}), "-DOLD")
    seen = Machine(tmp_path, old).seen("")
    assert seen["vram"]["k"]["sizes"]["0"] == 64 * MIB


def test_slices_belong_to_their_gpu(machine: Machine) -> None:
    seen = machine.seen("mig")
    assert list(seen["infos"]) == ["0", "0.0", "0.1"]
    assert seen["infos"]["0.1"]["parent"] == "0"
    assert seen["infos"]["0.1"]["uuid"] == "MIG-2"
    assert seen["readings"]["0.0"]["utilization_percent"] is None
    assert seen["readings"]["0.1"]["total_bytes"] == 1000 * MIB
    # The whole GPU lists the processes of its slices, too: not counted again.
    assert seen["vram"]["k"]["sizes"] == {"0.0": 64 * MIB, "0.1": 64 * MIB}


def test_a_gpu_that_shares_the_memory_of_the_machine(machine: Machine) -> None:
    seen = machine.seen("unified")
    assert seen["infos"]["0"]["unified"] is True
    assert seen["readings"]["0"]["used_bytes"] is None
    assert seen["readings"]["0"]["total_bytes"] is None
    assert seen["vram"]["k"]["sizes"]["0"] == 64 * MIB, "processes are told all the same"


def test_a_gpu_whose_memory_is_nobodys_business(machine: Machine) -> None:
    seen = machine.seen("secret")
    assert seen["infos"]["0"]["unified"] is False
    assert seen["readings"]["0"]["used_bytes"] is None


@pytest.mark.parametrize(
    ("mode", "expected"), [("no-driver", ""), ("mismatch", "different versions")]
)
def test_no_gpus(machine: Machine, mode: str, expected: str) -> None:
    seen = machine.seen(mode)
    assert seen["infos"] == {}
    assert expected in words(seen)
    assert bool(words(seen)) == bool(expected)


def test_no_library_at_all(tmp_path: Path) -> None:
    seen = Machine(tmp_path, tmp_path).seen("")
    assert (seen["infos"], seen["problems"]) == ({}, [])


def test_a_driver_that_is_mended_while_we_run(machine: Machine) -> None:
    broken, mended = machine.steps({"set": {"NVML_STUB": "mismatch"}}, {"set": {"NVML_STUB": ""}})
    assert "different versions" in words(broken)
    assert list(mended["infos"]) == ["0", "1"]
    assert mended["problems"] == []


def test_a_gpu_that_is_unplugged_does_not_hide_the_other(machine: Machine) -> None:
    whole, lost, gone = machine.steps(
        {"set": {"NVML_STUB": ""}},
        {"set": {"NVML_STUB": "lost"}},
        {"set": {"NVML_STUB": "unplugged"}},
    )
    assert whole["readings"]["1"]["used_bytes"] == 100 * MIB
    assert lost["readings"]["0"]["used_bytes"] == 100 * MIB
    assert lost["readings"]["1"]["used_bytes"] is None
    assert lost["infos"]["1"]["name"] == "Stub GPU"
    assert "GPU 1 (Stub GPU) has fallen off the bus" in words(lost)
    assert list(gone["infos"]) == ["0"]
    assert gone["problems"] == []


def test_a_driver_that_hangs_delays_nobody(machine: Machine) -> None:
    seen = machine.seen("hang", seconds=1.6)
    assert seen["took"] < 0.05
    assert seen["readings"]["0"]["stale"] is True
    assert seen["readings"]["0"]["used_bytes"] == 100 * MIB
    assert "does not answer" in words(seen)
    assert not seen["stopped"]


def test_numbers_of_the_host_are_not_taken_for_ours(container: Machine) -> None:
    """4242 is listed, and 4242 is ours, but another: it does not use CUDA."""
    (seen,) = container.steps({"set": {"NVML_STUB": ""}})
    assert seen["vram"]["k"] == {"sizes": {}, "basis": None}
    assert seen["readings"]["0"]["used_bytes"] == 100 * MIB
    assert seen["problems"] == [], "nobody here uses the GPU: nothing to complain of"


def test_the_only_kernel_that_uses_cuda_is_estimated(container: Machine) -> None:
    host = {"NVML_STUB": "", "NVML_STUB_PID": "99999"}
    _, one, two = container.steps(
        {"set": host | {"NVML_STUB_MIB": "10"}},
        {"set": {"NVML_STUB_MIB": "300"}, "cuda": [1], "seconds": 2.4},
        {"cuda": [4343], "seconds": 2.4},
    )
    assert one["vram"]["k"] == {"sizes": {"0": 290 * MIB, "1": 290 * MIB}, "basis": "estimated"}
    assert one["vram"]["other"] == {"sizes": {}, "basis": None}
    assert "estimated" in words(one)
    assert two["vram"]["k"] == {"sizes": {}, "basis": None}
    assert "per GPU, not per kernel" in words(two)


def test_a_kernel_that_was_there_first_is_not_estimated(container: Machine) -> None:
    (seen,) = container.steps({"set": {"NVML_STUB": "", "NVML_STUB_PID": "99999"}, "cuda": [4242]})
    assert seen["vram"]["k"] == {"sizes": {}, "basis": None}
    assert "per GPU, not per kernel" in words(seen)


def test_a_driver_that_numbers_processes_as_the_container_does(container: Machine) -> None:
    (seen,) = container.steps({"set": {"NVML_STUB": ""}, "cuda": [4242]})
    assert seen["vram"]["k"]["sizes"]["0"] == 64 * MIB
    assert seen["vram"]["k"]["basis"] == "nvml"
    assert seen["problems"] == []

"""Who holds how much VRAM."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_headroom.cadence.gpus import DEVICE_FILES_SECONDS
from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading
from jupyterlab_headroom.sources.cgroup.identity import in_first_pid_namespace
from jupyterlab_headroom.sources.gpu.device_files import DeviceFiles
from jupyterlab_headroom.sources.gpu.gpus import GpuReport, KernelVram
from jupyterlab_headroom.sources.gpu.vram import (
    UsageEstimate,
    held,
    merged,
    pids_match_ours,
)
from tests.unit.trees import plant, roots_of


def report(
    key: str, processes: dict[int, int | None] | None, parent: str | None = None
) -> GpuReport:
    return GpuReport(GpuInfo(key, "GPU", "test", parent=parent), GpuReading(), processes, "nvml")


def test_vram_is_added_up_over_the_tree() -> None:
    reports = [
        report("0", {1: 10, 2: 5, 3: 7, 4: None}),
        report("1", {2: 1, 5: 2}),
        report("2", {}),
    ]
    trees = {
        "a": frozenset({1, 2}),
        "told-in-part": frozenset({4, 5}),
        "not-told": frozenset({4}),
        "none": frozenset({9}),
    }
    assert held(trees, reports) == {
        "a": KernelVram({"0": 15, "1": 1}, "nvml"),
        "told-in-part": KernelVram({"1": 2}, "nvml"),
        "not-told": KernelVram({}, None),
        "none": KernelVram({}, "nvml"),
    }


def test_the_list_of_a_sliced_gpu_is_not_counted_again() -> None:
    reports = [report("0", {1: 10}), report("0.0", {1: 10}, "0"), report("0.1", {}, "0")]
    assert held({"a": frozenset({1})}, reports)["a"].sizes == {"0.0": 10}


def test_a_gpu_without_a_list() -> None:
    assert held({"a": frozenset({1})}, [report("0", None)]) == {"a": KernelVram()}
    mixed = [report("0", None), report("1", {1: 4})]
    assert held({"a": frozenset({1})}, mixed)["a"] == KernelVram({"1": 4}, "nvml")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], KernelVram()),
        ([KernelVram({}, "nvml"), KernelVram({}, "fdinfo")], KernelVram({}, "nvml")),
        ([KernelVram(), KernelVram({}, "fdinfo")], KernelVram()),
        ([KernelVram(), KernelVram({"c": 1}, "fdinfo")], KernelVram({"c": 1}, "fdinfo")),
    ],
)
def test_several_vendors(parts: list[KernelVram], expected: KernelVram) -> None:
    assert merged(parts) == expected


@pytest.mark.parametrize(
    ("listed", "users", "here", "ours"),
    [
        ({5}, {5}, {5}, True),
        ({5, 6}, {5}, {5, 6}, True),
        ({5, 60}, {5}, {5}, False),  # 60 is of the host: then 5 is, too
        ({60}, {5}, {5}, False),
        ({5}, set(), {5}, False),
        (set(), {5}, {5}, False),
    ],
)
def test_whose_numbers(listed: set[int], users: set[int], here: set[int], ours: bool) -> None:
    reports = [report("0", dict.fromkeys(listed, 1))]
    assert pids_match_ours(reports, frozenset(users), here.__contains__) is ours


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_difference_is_against_what_was_there_before_we_noticed() -> None:
    clock = Clock()
    difference = UsageEstimate(clock)
    for second, used in enumerate([100, 100, 100, 100, 100, 100, 130, 160]):
        clock.now = float(second)
        assert difference.of([], {"0": used, "1": 7}) == KernelVram()
    # It began to fill two seconds before we saw who it was.
    assert difference.of(["k"], {"0": 200, "1": 7}) == KernelVram({"0": 100}, "estimated")
    assert difference.of(["k"], {"0": 90, "1": 9}) == KernelVram({"1": 2}, "estimated")


def test_two_kernels_at_once_are_not_known_until_both_are_gone() -> None:
    difference = UsageEstimate(Clock())
    difference.of([], {"0": 100})
    assert difference.of(["a"], {"0": 150}).sizes == {"0": 50}
    assert difference.of(["a", "b"], {"0": 250}).basis is None
    assert difference.of(["a"], {"0": 150}).basis is None
    difference.of([], {"0": 100})
    assert difference.of(["b"], {"0": 130}).sizes == {"0": 30}


def test_a_kernel_that_takes_over_from_another_is_not_known() -> None:
    difference = UsageEstimate(Clock())
    difference.of([], {"0": 100})
    difference.of(["a"], {"0": 150})
    assert difference.of(["b"], {"0": 150}).basis is None


def test_a_gpu_that_comes_later_or_falls_silent() -> None:
    difference = UsageEstimate(Clock())
    difference.of([], {"0": 100})
    assert difference.of(["a"], {"1": 150}) == KernelVram({}, "estimated")


def test_pid_namespaces(tmp_path: Path) -> None:
    own = plant(tmp_path / "proc" / "self" / "ns", {}) / "pid"
    assert in_first_pid_namespace(tmp_path / "proc") is None  # no such thing here
    own.symlink_to("pid:[4026531836]")
    assert in_first_pid_namespace(tmp_path / "proc") is True
    own.unlink()
    own.symlink_to("pid:[4026532218]")
    assert in_first_pid_namespace(tmp_path / "proc") is False


def test_open_devices_are_looked_for_seldom(tmp_path: Path) -> None:
    roots = roots_of(tmp_path, {"5": {"fd": {}}, "6": {"fd": {}}}, {})
    clock = Clock()
    devices = DeviceFiles(roots, clock)
    assert devices.of({5, 6, 7}) == {}
    (roots.proc / "5" / "fd" / "3").symlink_to("/dev/nvidia-uvm")
    (roots.proc / "5" / "fd" / "4").symlink_to("/dev/nvidiactl")
    (roots.proc / "5" / "fd" / "5").symlink_to("/dev/dri/renderD128")
    (roots.proc / "5" / "fd" / "6").symlink_to("socket:[123]")
    assert devices.of({5, 6}) == {}, "not asked again so soon"
    clock.now = DEVICE_FILES_SECONDS
    assert devices.of({5, 6}) == {5: {3: "/dev/nvidia-uvm", 5: "/dev/dri/renderD128"}}
    assert devices.of({6}) == {}, "forgotten with the process"

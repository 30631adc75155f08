"""The sampler: its thread, its context, and what it does when something fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import pytest

from jupyterlab_headroom.nouns.memory import (
    GpuInfo,
    GpuReading,
    GroupReading,
    KernelInfo,
    LimitSource,
    MachineReading,
    ProcessReading,
    Sample,
)
from jupyterlab_headroom.nouns.memory_reading import MemoryReading
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sources.gpu.gpus import GpuSnapshot, KernelVram

KERNEL = KernelInfo(key="1", id="k", name="python3", pid=7, locality="local")
REMOTE = KernelInfo(key="2", id="r", name="far", locality="remote")


class FakeMemory:
    """Answers what a test sets."""

    def __init__(self) -> None:
        self.sizes: dict[str, int | None] = {"1": 100}
        self.error: Exception | None = None
        self.asked: Mapping[str, int] = {}
        self.idle: Collection[str] = ()
        self.reads = 0
        self.limit = 1000

    def read(self, pids: Mapping[str, int], idle: Collection[str]) -> MemoryReading:
        self.asked, self.idle = pids, idle
        self.reads += 1
        if self.error:
            raise self.error
        sizes = {key: size for key, size in self.sizes.items() if key in pids}
        return MemoryReading(
            machine=MachineReading(),
            groups={"0": GroupReading(LimitSource("machine"), limit_bytes=self.limit)},
            server_group="0",
            kernels={k: ProcessReading(pids[k], size, processes=1) for k, size in sizes.items()},
            group_of=dict.fromkeys(sizes, "0"),
            trees={},
        )


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "not so within 10 s"
        time.sleep(0.01)


class Setup:
    def __init__(self) -> None:
        self.memory = FakeMemory()
        self.kernels: dict[str, KernelInfo] = {"1": KERNEL}
        self.sampler = Sampler(self.memory, lambda: dict(self.kernels), interval=0.01)


@pytest.fixture
def setup() -> Setup:
    return Setup()


def test_a_sample_names_the_group_of_each_kernel(setup: Setup) -> None:
    sample = setup.sampler.sample_now()
    assert (sample.seq, sample.kernels["1"].rss_bytes) == (1, 100)
    assert sample.context.kernels["1"].group == "0"
    assert setup.sampler.latest is sample


def test_remote_kernels_have_no_figures(setup: Setup) -> None:
    setup.kernels["2"] = REMOTE
    sample = setup.sampler.sample_now()
    assert setup.memory.asked == {"1": 7}
    assert sample.kernels["2"].rss_bytes is None
    assert sample.context.kernels["2"].group is None


def test_the_revision_rises_only_with_the_context(setup: Setup) -> None:
    first = setup.sampler.sample_now().context
    setup.memory.sizes["1"] = 200
    setup.memory.limit = 2000  # a limit is a figure, not context
    assert setup.sampler.sample_now().context is first
    setup.kernels["2"] = REMOTE
    second = setup.sampler.sample_now().context
    assert second.revision == first.revision + 1


def test_readings_of_idle_kernels_are_made_once(setup: Setup) -> None:
    """And kept once in the history."""
    history = History()
    setup.sampler.add_quick_listener(history.append)
    first = setup.sampler.sample_now()
    assert setup.sampler.sample_now().kernels is first.kernels
    setup.memory.sizes["1"] = 200
    changed = setup.sampler.sample_now()
    assert (first.kernels["1"].rss_bytes, changed.kernels["1"].rss_bytes) == (100, 200)
    points = history.since(None)
    assert [point.kernels for point in points] == [{"1": 100}, {"1": 100}, {"1": 200}]
    assert points[0].kernels is points[1].kernels


def test_kernels_that_wait_for_work_may_be_read_less_often(setup: Setup) -> None:
    setup.kernels["1"] = replace(KERNEL, execution_state="idle")
    setup.sampler.sample_now()
    assert setup.memory.idle == {"1"}
    setup.kernels["1"] = replace(KERNEL, execution_state="busy")
    setup.sampler.sample_now()
    assert setup.memory.idle == frozenset()


def test_peaks_last_as_long_as_the_process(setup: Setup) -> None:
    def peak(size: int | None) -> int | None:
        setup.memory.sizes["1"] = size
        return setup.sampler.sample_now().kernels["1"].peak_bytes

    assert [peak(100), peak(300), peak(200), peak(None)] == [100, 300, 300, 300]
    setup.kernels["1"] = KernelInfo(key="1", id="k", name="python3", pid=8, locality="local")
    assert [peak(None), peak(50)] == [None, 50]
    gone = setup.kernels.pop("1")
    setup.sampler.sample_now()
    setup.kernels["1"] = gone
    assert peak(20) == 20


def test_samples_until_stopped(setup: Setup) -> None:
    seen: list[Sample] = []
    three = threading.Event()

    def listen(sample: Sample) -> None:
        seen.append(sample)
        if len(seen) >= 3:
            three.set()

    setup.sampler.add_quick_listener(listen)
    setup.sampler.start()
    assert three.wait(5)
    assert setup.sampler.stop()
    count = len(seen)
    time.sleep(0.05)
    assert len(seen) == count
    assert [s.seq for s in seen] == list(range(1, count + 1))


def test_stop_without_start(setup: Setup) -> None:
    assert setup.sampler.stop()


def test_a_hung_read_does_not_hang_the_stop(setup: Setup) -> None:
    hangs, release = threading.Event(), threading.Event()

    def hang(_: Sample) -> None:
        hangs.set()
        release.wait(60)

    setup.sampler.add_quick_listener(hang)
    setup.sampler.start()
    assert hangs.wait(10)
    assert setup.sampler.stop(timeout=0.05) is False
    release.set()
    assert setup.sampler.stop()


def test_failures_are_logged_once_and_sampling_goes_on(
    setup: Setup, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    setup.memory.error = OSError("disk on fire")
    setup.sampler.start()
    wait_until(lambda: setup.memory.reads >= 3)
    setup.memory.error = None
    wait_until(lambda: setup.sampler.latest is not None)
    setup.sampler.stop()
    assert len(caplog.records) == 1


def test_a_broken_listener_does_not_harm_the_others(
    setup: Setup, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[int] = []
    setup.sampler.add_quick_listener(lambda _: 1 // 0)
    setup.sampler.add_quick_listener(lambda sample: seen.append(sample.seq))
    setup.sampler.sample_now()
    setup.sampler.sample_now()
    assert seen == [1, 2]
    assert len(caplog.records) == 1


class FakeGpus:
    """Answers what a test sets."""

    def __init__(self) -> None:
        self.snapshot = GpuSnapshot(
            infos={"0": GpuInfo("0", "GPU", "test")},
            readings={"0": GpuReading(used_bytes=5)},
            vram={"1": KernelVram({"0": 3}, "nvml")},
            visible={"1": ("0",)},
        )

    def latest(self, trees: Mapping[str, frozenset[int]], pids: Mapping[str, int]) -> GpuSnapshot:
        return self.snapshot


def test_vram_of_kernels_and_which_gpus_they_see() -> None:
    gpus = FakeGpus()
    sampler = Sampler(FakeMemory(), lambda: {"1": KERNEL, "2": REMOTE}, gpus=gpus)
    first = sampler.sample_now()
    assert (first.kernels["1"].vram_bytes, first.kernels["1"].vram_basis) == ({"0": 3}, "nvml")
    assert first.kernels["2"].vram_basis is None
    assert first.context.visible_gpus == {"1": ("0",)}
    assert sampler.sample_now().context is first.context
    gpus.snapshot = replace(gpus.snapshot, visible={"1": ()})
    assert sampler.sample_now().context.revision == first.context.revision + 1


def test_a_cell_that_runs_changes_the_state_but_not_the_revision(setup: Setup) -> None:
    idle = setup.sampler.sample_now().context
    setup.kernels["1"] = replace(KERNEL, execution_state="busy")
    busy = setup.sampler.sample_now().context
    assert busy.kernels["1"].execution_state == "busy"
    assert busy.revision == idle.revision
    setup.kernels["1"] = replace(KERNEL, execution_state="busy", path="a.ipynb")
    assert setup.sampler.sample_now().context.revision == busy.revision + 1

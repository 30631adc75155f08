"""The thread that asks a driver, and several vendors at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading
from jupyterlab_headroom.sources.gpu.gpu_watch import GpuWatch
from jupyterlab_headroom.sources.gpu.gpus import DriverError, GpuReport, NoDriverError
from jupyterlab_headroom.sources.gpu.vram_plane import VramPlane
from tests.unit.trees import plant, roots_of


def report(
    key: str, processes: dict[int, int | None] | None = None, *, vendor: str = "test"
) -> GpuReport:
    info = GpuInfo(key, "GPU", vendor)
    return GpuReport(info, GpuReading(used_bytes=1), processes, basis="fdinfo")


class FakeDriver:
    def __init__(
        self, *reports: GpuReport, error: Exception | None = None, vendor: str = "test"
    ) -> None:
        self.vendor = vendor
        self.reports = reports
        self.error = error
        self.asked_for: frozenset[int] = frozenset()

    def look(self, pids: frozenset[int]) -> Iterator[GpuReport]:
        self.asked_for = pids
        if self.error:
            raise self.error
        yield from self.reports


def test_one_log_line_for_each_change_of_state(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    driver = FakeDriver(report("0"), error=DriverError("Out of order."))
    watch = GpuWatch(driver)
    for _ in range(3):
        assert watch.ask()
    assert watch.answer().problems == ("Out of order.",)
    assert len(caplog.records) == 1
    driver.error = None
    watch.ask()
    assert watch.answer().problems == ()
    assert [found.info.key for found in watch.answer().reports] == ["0"]


def test_an_unforeseen_error_does_not_end_the_watch() -> None:
    watch = GpuWatch(FakeDriver(report("0"), error=ZeroDivisionError()))
    assert watch.ask()
    assert "ZeroDivisionError" in watch.answer().problems[0]


def test_a_driver_that_comes_later() -> None:
    driver = FakeDriver(report("0"), error=NoDriverError())
    watch = GpuWatch(driver)
    assert not watch.ask()
    assert watch.answer().problems == ()
    driver.error = None
    assert watch.ask()
    assert len(watch.answer().reports) == 1


def plane_of(folder: Path, *drivers: FakeDriver) -> VramPlane:
    """Return a plane whose drivers have been asked once, after it was told of the kernel `k`."""
    proc = plant(folder / "proc", {"self": {"ns": {}}, "7": {"environ": "A=1\0"}})
    (proc / "self" / "ns" / "pid").symlink_to("pid:[4026531836]")
    plane = VramPlane(drivers, roots=roots_of(folder, {}, {}))
    plane.latest({"k": frozenset({7})}, {"k": 7})
    for watch in plane._watches:
        watch.ask()
    return plane


def test_one_vendor_that_fails_does_not_hide_the_other(tmp_path: Path) -> None:
    broken = FakeDriver(error=DriverError("Out of order."), vendor="nvidia")
    working = FakeDriver(report("card1", {7: 5}, vendor="amd"), vendor="amd")
    absent = FakeDriver(error=NoDriverError(), vendor="intel")
    plane = plane_of(tmp_path, broken, working, absent)
    assert working.asked_for == {7}
    seen = plane.latest({"k": frozenset({7})}, {"k": 7})
    assert list(seen.infos) == ["card1"]
    assert [(p.source, p.message) for p in seen.problems] == [("nvidia", "Out of order.")]
    assert seen.vram["k"].sizes == {"card1": 5}
    assert seen.vram["k"].basis == "fdinfo"
    assert seen.visible == {"k": ("card1",)}


def test_gpus_of_several_vendors(tmp_path: Path) -> None:
    one = FakeDriver(report("0", {7: 3}, vendor="nvidia"), vendor="nvidia")
    two = FakeDriver(report("card1", {7: 5}, vendor="amd"), vendor="amd")
    seen = plane_of(tmp_path, one, two).latest({"k": frozenset({7})}, {"k": 7})
    assert list(seen.readings) == ["0", "card1"]
    assert seen.vram["k"].sizes == {"0": 3, "card1": 5}
    assert seen.visible == {"k": ("0",)}, "cuda:0 is the one of NVIDIA"


def test_no_gpu_at_all(tmp_path: Path) -> None:
    seen = plane_of(tmp_path, FakeDriver(error=NoDriverError())).latest({}, {})
    assert (seen.infos, seen.vram, seen.problems) == ({}, {}, ())


def test_the_threads_end(tmp_path: Path) -> None:
    plane = VramPlane([FakeDriver(report("0")), FakeDriver(error=NoDriverError())])
    plane.start()
    assert plane.stop()

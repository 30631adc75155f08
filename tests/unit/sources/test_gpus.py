"""The GPU thread, several vendors at once, and AMD's files."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_headroom.sources.drm import AmdDriver
from jupyterlab_headroom.sources.gpus import (
    AllDrivers,
    DriverError,
    GpuLook,
    GpuWatch,
    NoDriverError,
    in_first_pid_namespace,
    vram_of,
)
from jupyterlab_headroom.types import GpuInfo, GpuReading
from tests.unit.trees import GIB, plant, roots_of


def look(key: str, processes: dict[int, int | None] | None = None) -> GpuLook:
    return GpuLook(GpuInfo(key, "GPU", "test"), GpuReading(used_bytes=1), processes)


class FakeDriver:
    vendor = "test"

    def __init__(self, *looks: GpuLook, error: Exception | None = None) -> None:
        self.looks = looks
        self.error = error

    def look(self) -> Iterator[GpuLook]:
        if self.error:
            raise self.error
        yield from self.looks


def test_vram_is_added_up_over_the_tree() -> None:
    looks = [look("0", {1: 10, 2: 5, 3: 7, 4: None}), look("1", {2: 1}), look("2")]
    trees = {"a": frozenset({1, 2}), "b": frozenset({4}), "c": frozenset({9})}
    assert vram_of(trees, looks) == {"a": {"0": 15, "1": 1}}


def test_one_log_line_for_each_change_of_state(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    driver = FakeDriver(look("0"), error=DriverError("Out of order."))
    watch = GpuWatch(driver)
    for _ in range(3):
        assert watch.ask()
    assert [p.message for p in watch.latest({}).problems] == ["Out of order."]
    assert len(caplog.records) == 1
    driver.error = None
    watch.ask()
    assert watch.latest({}).problems == ()
    assert list(watch.latest({}).infos) == ["0"]


def test_an_unforeseen_error_does_not_end_the_watch() -> None:
    driver = FakeDriver(look("0"), error=ZeroDivisionError())
    watch = GpuWatch(driver)
    watch.ask()
    assert "ZeroDivisionError" in watch.latest({}).problems[0].message


def test_a_driver_that_comes_later() -> None:
    driver = FakeDriver(look("0"), error=NoDriverError())
    watch = GpuWatch(driver)
    assert not watch.ask()
    assert watch.latest({}).problems == ()
    driver.error = None
    assert watch.ask()


def test_gpus_of_several_vendors() -> None:
    absent = FakeDriver(error=NoDriverError())
    both = AllDrivers(absent, FakeDriver(look("0")), FakeDriver(look("card1")))
    assert [found.info.key for found in both.look()] == ["0", "card1"]
    with pytest.raises(NoDriverError):
        list(AllDrivers(absent, absent).look())


def test_amd_cards_but_not_their_connectors_and_not_others(tmp_path: Path) -> None:
    amd = {"vendor": "0x1002\n", "mem_info_vram_total": f"{16 * GIB}\n"}
    more = {"mem_info_vram_used": f"{GIB}\n", "gpu_busy_percent": "3\n", "unique_id": "ab12\n"}
    cards = {
        "card0": {"device": {"vendor": "0x8086\n"}},
        "card1": {"device": amd | more},
        "card1-DP-1": {"device": amd},
        "card10": {"device": amd},
    }
    found = list(AmdDriver(roots_of(tmp_path, {}, {"class": {"drm": cards}})).look())
    assert [f.info.key for f in found] == ["card1", "card10"]
    assert found[0].reading == GpuReading(GIB, 16 * GIB, 3.0)
    assert found[0].info.uuid == "ab12"
    assert found[1].reading == GpuReading(None, 16 * GIB, None)


def test_no_amd_card(tmp_path: Path) -> None:
    with pytest.raises(NoDriverError):
        list(AmdDriver(roots_of(tmp_path, {}, {})).look())


def test_pid_namespaces(tmp_path: Path) -> None:
    own = plant(tmp_path / "proc" / "self" / "ns", {}) / "pid"
    assert in_first_pid_namespace(tmp_path / "proc")  # no such thing here
    own.symlink_to("pid:[4026531836]")
    assert in_first_pid_namespace(tmp_path / "proc")
    own.unlink()
    own.symlink_to("pid:[4026532218]")
    assert not in_first_pid_namespace(tmp_path / "proc")

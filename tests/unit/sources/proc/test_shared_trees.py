"""One table of processes for the sampler and the watch, on a fake /proc."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from jupyterlab_headroom.cadence.processes import FULL_LOOK_SECONDS, SAMPLER_TREES_SECONDS
from jupyterlab_headroom.sources.files import Roots
from jupyterlab_headroom.sources.proc.procfs import Procfs
from jupyterlab_headroom.sources.proc.trees import SharedProcessTable
from tests.unit.trees import plant, roots_of, stat

#: On the busiest machine; what is waited for takes milliseconds.
SOON_SECONDS = 10


class StoppableProcfs(Procfs):
    """Its listing can be made to hang."""

    def __init__(self, roots: Roots) -> None:
        super().__init__(roots)
        self.hangs = False
        self.is_hanging, self.goes_on = threading.Event(), threading.Event()

    def pids(self) -> list[int]:
        if self.hangs:
            self.is_hanging.set()
            assert self.goes_on.wait(SOON_SECONDS)
        return super().pids()


class Machine:
    def __init__(self, tmp_path: Path) -> None:
        self.now = 100.0
        roots = roots_of(tmp_path, {}, {})
        self.proc = roots.proc
        self.procfs = StoppableProcfs(roots)
        table = SharedProcessTable(self.procfs, lambda: self.now)
        self.watch = table.reader()
        self.sampler = table.reader(max_age_seconds=SAMPLER_TREES_SECONDS)

    def start(self, pid: int, parent: int, session: int = 1) -> None:
        text = stat(pid, parent, group=session, session=session)
        plant(self.proc / str(pid), {"stat": text})
        plant(self.proc, {"loadavg": f"0.00 0.01 0.05 1/100 {pid}\n"})

    def end(self, pid: int) -> None:
        shutil.rmtree(self.proc / str(pid))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    machine.start(20, 1)
    return machine


def test_each_reader_sees_the_trees_that_it_asks_for(machine: Machine) -> None:
    machine.start(21, 20)
    assert machine.watch.trees([10, 20]) == {10: {10}, 20: {20, 21}}
    assert machine.sampler.trees([20]) == {20: {20, 21}}
    assert machine.sampler.trees([]) == {}


def test_the_sampler_accepts_what_the_watch_saw_a_moment_ago(machine: Machine) -> None:
    machine.watch.trees([10])
    machine.start(11, 10)
    machine.now += SAMPLER_TREES_SECONDS / 2
    assert machine.sampler.trees([10]) == {10: {10}}
    machine.now += SAMPLER_TREES_SECONDS / 2
    assert machine.sampler.trees([10]) == {10: {10, 11}}


def test_the_sampler_looks_for_a_new_kernel_at_once(machine: Machine) -> None:
    machine.watch.trees([10])
    machine.start(21, 20)
    assert machine.sampler.trees([10, 20]) == {10: {10}, 20: {20, 21}}


def test_the_watch_accepts_nothing_that_is_old(machine: Machine) -> None:
    machine.sampler.trees([10])
    machine.start(11, 10)
    assert machine.watch.trees([10]) == {10: {10, 11}}
    machine.end(11)
    machine.start(12, 1)
    assert machine.watch.trees([10]) == {10: {10}}


def test_an_orphan_outlives_a_look_of_somebody_who_does_not_ask_for_it(machine: Machine) -> None:
    machine.start(21, 20)
    machine.start(22, 21)
    assert machine.watch.trees([10, 20])[20] == {20, 21, 22}
    machine.end(21)
    plant(machine.proc / "22", {"stat": stat(22, 1)})  # adopted by process 1
    machine.start(30, 1)
    machine.now += FULL_LOOK_SECONDS
    assert machine.sampler.trees([10]) == {10: {10}}
    machine.start(31, 1)
    assert machine.watch.trees([10, 20])[20] == {20, 22}


def test_one_object_while_nothing_changes_for_a_reader_of_some(machine: Machine) -> None:
    machine.watch.trees([10, 20])
    first = machine.sampler.trees([10])
    machine.now += SAMPLER_TREES_SECONDS
    machine.watch.trees([10, 20])
    assert machine.sampler.trees([10]) is first


def test_the_watch_does_not_wait_for_a_sampler_that_hangs(machine: Machine) -> None:
    machine.start(11, 10)
    known = machine.watch.trees([10])
    machine.procfs.hangs = True
    machine.now += FULL_LOOK_SECONDS
    seen = []
    sampler = threading.Thread(target=lambda: seen.append(machine.sampler.trees([10])))
    sampler.start()
    assert machine.procfs.is_hanging.wait(SOON_SECONDS)
    before = time.monotonic()
    assert machine.watch.trees([10]) is known
    assert time.monotonic() - before < SOON_SECONDS / 2
    machine.end(11)
    machine.procfs.hangs = False
    machine.procfs.goes_on.set()
    sampler.join(SOON_SECONDS)
    assert seen == [{10: {10}}]
    assert machine.watch.trees([10]) == {10: {10}}

"""Which processes belong to a kernel, where Linux tells the newest number of our namespace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyterlab_headroom.cadence.processes import FULL_LOOK_SECONDS
from jupyterlab_headroom.sources.proc.procfs import Procfs, parse_stat
from jupyterlab_headroom.sources.proc.trees import MAX_PROBED
from tests.unit.sources.proc.test_trees import Machine
from tests.unit.trees import plant, stat


class Numbered(Machine):
    """A machine with `ns_last_pid`; /proc/loadavg tells the host's numbers, as lxcfs does."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path)
        plant(self.roots.proc, {"loadavg": "0.00 0.01 0.05 1/100 31337\n"})

    def set_last_pid(self, pid: int) -> None:
        plant(self.roots.proc, {"sys/kernel/ns_last_pid": f"{pid}\n"})


@pytest.fixture
def machine(tmp_path: Path) -> Numbered:
    machine = Numbered(tmp_path)
    machine.start(10, 1, session=10)
    machine.start(11, 10, session=10)
    assert machine.tree(10) == {10, 11}
    return machine


@pytest.fixture
def without_list(machine: Numbered, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(procfs: Procfs) -> list[int]:
        raise AssertionError("all of /proc was listed")

    return lambda: monkeypatch.setattr(Procfs, "pids", refuse)


def test_new_processes_are_asked_for_by_number(
    machine: Numbered, without_list: Callable[[], None]
) -> None:
    without_list()
    machine.start(12, 11)
    machine.start(14, 1, session=10)  # an orphan, known by its session
    machine.start(15, 1, session=15)
    assert machine.tree(10) == {10, 11, 12, 14}


def test_members_that_went_are_seen_with_the_next_number(
    machine: Numbered, without_list: Callable[[], None]
) -> None:
    without_list()
    machine.start(12, 11)
    assert machine.tree(10) == {10, 11, 12}
    machine.end(11)
    plant(machine.roots.proc / "12", {"stat": stat(12, 1)})  # adopted by process 1
    machine.set_last_pid(13)
    assert machine.tree(10) == {10, 12}


def test_a_process_that_shows_late_is_asked_again(
    machine: Numbered, without_list: Callable[[], None]
) -> None:
    without_list()
    machine.set_last_pid(12)
    assert machine.tree(10) == {10, 11}
    machine.start(12, 10)
    machine.set_last_pid(13)
    assert machine.tree(10) == {10, 11, 12}


def test_a_process_that_never_showed_is_found_by_the_full_look(machine: Numbered) -> None:
    plant(machine.roots.proc / "700", {"stat": stat(700, 10)})  # its number was chosen
    assert machine.tree(10) == {10, 11}
    machine.now += FULL_LOOK_SECONDS / 2
    machine.start(12, 11)
    assert machine.tree(10) == {10, 11, 12}
    machine.now += FULL_LOOK_SECONDS / 2
    assert machine.tree(10) == {10, 11, 12, 700}


def test_many_new_numbers_are_listed(machine: Numbered) -> None:
    machine.start(12 + MAX_PROBED, 10)
    machine.start(12, 10)
    machine.set_last_pid(12 + MAX_PROBED)
    assert machine.tree(10) == {10, 11, 12, 12 + MAX_PROBED}


def test_numbers_that_start_over_are_listed(machine: Numbered) -> None:
    machine.end(11)
    machine.start(11, 1)  # another process got the number
    machine.start(5, 10)
    assert machine.tree(10) == {5, 10, 11}, "members keep their tree"
    machine.end(11)
    machine.set_last_pid(6)
    assert machine.tree(10) == {5, 10}


def test_a_thread_is_no_process(machine: Numbered) -> None:
    """/proc/NUMBER answers for a thread, though no listing shows it."""
    tail = " ".join(["0"] * 26)  # fields 12 to 37
    line = f"12 (python3) S 10 10 10 0 -1 4194560 100 0 {tail} %d 3 0 0\n"
    assert parse_stat(line % 17) is not None
    assert parse_stat(line % -1) is None
    plant(machine.roots.proc / "12", {"stat": line % -1})
    machine.set_last_pid(12)
    assert machine.tree(10) == {10, 11}


def test_a_chain_of_new_processes_is_followed_from_a_stranger_on(machine: Numbered) -> None:
    machine.start(12, 1, session=12)
    assert machine.tree(10) == {10, 11}
    machine.start(13, 12, session=12)  # a stranger's
    machine.start(15, 14, session=14)
    machine.start(14, 11, session=14)
    machine.set_last_pid(15)
    assert machine.tree(10) == {10, 11, 14, 15}
    assert machine.table.trees([10, 12]) == {10: {10, 11, 14, 15}, 12: {12, 13}}

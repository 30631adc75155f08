"""Kernels that wait for work are read in full turns only, and nothing stays wrong for it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from jupyterlab_headroom.cadence.turns import FULL_TURNS, MAX_REUSES, QUIET_LOOKS
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from tests.unit.trees import GIB, MIB, meminfo, mountinfo, plant, roots_of, stat, status

#: More than enough for a quiet kernel to be left alone.
LONG = 3 * QUIET_LOOKS


class Machine:
    """A kernel, process 10, on a fake machine. Fields of statm only tell whether it changed."""

    def __init__(self, tmp_path: Path) -> None:
        own = {"mountinfo": mountinfo(), "cgroup": "0::/\n"}
        self.roots = roots_of(tmp_path, {"self": own, "meminfo": meminfo(), "10": {}}, {})
        self.memory = LinuxMemory(self.roots)
        self.holds(50 * MIB)

    def holds(self, anon: int) -> None:
        statm = f"900 {anon // 4096} 10 1 0 60 0\n"
        files = {"status": status(anon), "statm": statm, "stat": stat(10, 1), "cgroup": "0::/\n"}
        plant(self.roots.proc / "10", files)

    def seen(self, idle: Collection[str] = ("a",)) -> int | None:
        return self.memory.read({"a": 10}, idle).kernels["a"].rss_bytes


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_what_an_idle_kernel_takes_is_seen_in_the_next_full_turn(
    machine: Machine, quiet: int
) -> None:
    assert {machine.seen() for _ in range(quiet)} == {50 * MIB}
    machine.holds(60 * MIB)
    assert [machine.seen() for _ in range(FULL_TURNS)][-1] == 60 * MIB
    machine.holds(70 * MIB)
    assert machine.seen() == 70 * MIB, "one that changes does not rest"


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_a_busy_kernel_is_read_every_time(machine: Machine, quiet: int) -> None:
    assert {machine.seen() for _ in range(quiet)} == {50 * MIB}
    machine.holds(60 * MIB)
    assert machine.seen(idle=()) == 60 * MIB


def test_a_quiet_kernel_is_read_in_full_turns_only(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(LONG):
        machine.seen()
    read, reads = machine.memory._trees.read, []

    def noting(root: int, members: frozenset[int]) -> object:
        reads.append(root)
        return read(root, members)

    monkeypatch.setattr(machine.memory._trees, "read", noting)
    for _ in range(5 * FULL_TURNS):
        machine.seen()
    assert len(reads) == 5


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_the_end_of_an_idle_kernel_is_seen_in_the_next_full_turn(
    machine: Machine, quiet: int
) -> None:
    for _ in range(quiet):
        machine.seen()
    plant(machine.roots.proc / "10", {"status": "State:\tZ (zombie)\n", "statm": "0 0 0 0 0 0 0\n"})
    assert [machine.seen() for _ in range(FULL_TURNS)][-1] is None


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_another_process_of_the_kernel_is_read_at_once(machine: Machine, quiet: int) -> None:
    for _ in range(quiet):
        machine.seen()
    files = {"status": status(9 * MIB), "statm": "1 2 3\n", "stat": stat(11, 1), "cgroup": "0::/\n"}
    plant(machine.roots.proc / "11", files)
    assert machine.memory.read({"a": 11}, {"a"}).kernels["a"].rss_bytes == 9 * MIB


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_a_kernel_with_children_does_not_rest(machine: Machine, quiet: int) -> None:
    child = machine.roots.proc / "12"
    plant(child, {"status": status(0), "statm": "1 0 0\n", "stat": stat(12, 10)})
    for _ in range(quiet):
        machine.seen()
    plant(child, {"status": status(80 * MIB), "statm": "1 9 0\n"})
    assert machine.seen() == 130 * MIB


def test_what_statm_does_not_tell_is_read_in_time(machine: Machine) -> None:
    for _ in range(LONG):
        machine.seen()
    # As much as before, but shared memory instead of file pages.
    plant(machine.roots.proc / "10", {"status": status(50 * MIB, shmem=8 * MIB)})
    assert [machine.seen() for _ in range(FULL_TURNS * (MAX_REUSES + 1))][-1] == 58 * MIB


@pytest.mark.parametrize("quiet", range(LONG, LONG + FULL_TURNS))
def test_what_fills_the_group_is_looked_for_at_once(machine: Machine, quiet: int) -> None:
    """A short cell is over before the server is known to be asked: it must not be "others"."""
    for _ in range(quiet):
        machine.seen()
    machine.holds(150 * MIB)
    plant(machine.roots.proc, {"meminfo": meminfo(available=11 * GIB)})
    assert machine.seen() == 150 * MIB

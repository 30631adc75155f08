"""Which processes belong to a kernel, on a fake /proc."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.cadence.processes import FULL_LOOK_SECONDS
from jupyterlab_headroom.sources.proc.procfs import Kin, Procfs
from jupyterlab_headroom.sources.proc.trees import ProcessTable, collect
from tests.unit.trees import plant, roots_of, stat


class Machine:
    """A fake /proc with processes that come and go, and a clock that is set by hand."""

    def __init__(self, tmp_path: Path) -> None:
        self.now = 0.0
        self.roots = roots_of(tmp_path, {}, {})
        self.table = ProcessTable(Procfs(self.roots), lambda: self.now)
        self.last_pid = 0

    def start(self, pid: int, parent: int, session: int = 1) -> None:
        text = stat(pid, parent, group=session, session=session)
        plant(self.roots.proc / str(pid), {"stat": text})
        self.set_last_pid(pid)

    def set_last_pid(self, pid: int) -> None:
        self.last_pid = pid
        plant(self.roots.proc, {"loadavg": f"0.00 0.01 0.05 1/100 {pid}\n"})

    def end(self, pid: int) -> None:
        shutil.rmtree(self.roots.proc / str(pid))

    def tree(self, root: int) -> set[int]:
        return set(self.table.trees([root])[root])


def test_descendants_of_any_depth(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for pid, parent in ((1, 0), (10, 1), (11, 10), (12, 11), (20, 1)):
        machine.start(pid, parent)
    assert machine.tree(10) == {10, 11, 12}


def test_new_and_ended_children_are_seen(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    assert machine.tree(10) == {10}
    machine.start(11, 10)
    assert machine.tree(10) == {10, 11}
    machine.end(11)
    machine.now += FULL_LOOK_SECONDS
    assert machine.tree(10) == {10}


def test_orphans_stay_with_the_kernel_that_started_them(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for pid, parent in ((10, 1), (11, 10), (12, 11)):
        machine.start(pid, parent)
    assert machine.tree(10) == {10, 11, 12}
    machine.end(11)
    plant(machine.roots.proc / "12", {"stat": stat(12, 1)})  # adopted by process 1
    machine.set_last_pid(13)
    assert machine.tree(10) == {10, 12}
    machine.set_last_pid(14)
    assert machine.tree(10) == {10, 12}


def test_the_number_of_a_member_may_become_a_stranger(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    machine.start(11, 10)
    assert machine.tree(10) == {10, 11}
    machine.end(11)
    machine.set_last_pid(50)
    assert machine.tree(10) == {10}
    machine.start(11, 1)
    machine.set_last_pid(51)
    assert machine.tree(10) == {10}


def test_an_orphan_never_seen_before_is_known_by_its_session(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1, session=10)
    machine.start(12, 1, session=10)
    machine.start(13, 1, session=13)
    assert machine.tree(10) == {10, 12}


def test_nothing_is_read_while_no_process_comes(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    assert machine.tree(10) == {10}
    plant(machine.roots.proc / "11", {"stat": stat(11, 10)})  # but loadavg says nothing came
    assert machine.tree(10) == {10}
    machine.now += FULL_LOOK_SECONDS
    assert machine.tree(10) == {10, 11}


def test_without_loadavg_every_look_is_a_full_one(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    machine.set_last_pid(0)  # gVisor
    assert machine.tree(10) == {10}
    plant(machine.roots.proc / "11", {"stat": stat(11, 10)})
    assert machine.tree(10) == {10, 11}


def test_numbers_that_start_over_are_asked_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    machine.start(900, 1)
    assert machine.tree(10) == {10}
    machine.start(900, 10)  # another process got the number
    machine.set_last_pid(300)
    assert machine.tree(10) == {10, 900}


def test_a_kernel_started_by_a_kernel_is_its_own(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for pid, parent in ((10, 1), (11, 10), (12, 11)):
        machine.start(pid, parent)
    assert machine.table.trees([10, 11]) == {10: frozenset({10}), 11: frozenset({11, 12})}


def test_torn_files_do_not_matter(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.start(10, 1)
    plant(machine.roots.proc / "11", {"stat": "11 (torn"})
    assert machine.tree(10) == {10}


pids = st.integers(1, 12)


@given(st.dictionaries(pids, st.builds(Kin, pids, pids, pids)), st.sets(pids, min_size=1))
def test_trees_never_overlap_by_parenthood_and_always_end(
    kin: dict[int, Kin], roots: set[int]
) -> None:
    """Even in a table that is torn: parents in a circle, or missing."""
    trees = collect(kin, frozenset(roots))
    assert trees.keys() == roots
    for root, members in trees.items():
        assert root in members
        assert not (members - {root}) & roots

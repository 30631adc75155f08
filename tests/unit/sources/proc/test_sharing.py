"""Adding up a process tree: workers that share pages are not counted ten times."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.sources.proc.procfs import Procfs, ProportionalMemory
from jupyterlab_headroom.sources.proc.sharing import TreeMemory
from tests.unit.trees import GIB, MIB, plant, roots_of, status


class Tree:
    """A root (pid 1) and workers on a fake /proc, with a clock that each rollup moves on."""

    def __init__(self, tmp_path: Path) -> None:
        self.now = 100.0
        self.roots = roots_of(tmp_path, {}, {})
        self.memory = TreeMemory(Procfs(self.roots), lambda: self.now)
        self.members: set[int] = set()

    def put(self, pid: int, anon: int, *, shmem: int = 0, pss: int | None = None) -> None:
        self.members.add(pid)
        files = {"status": status(anon, shmem)}
        if pss is not None:
            files["smaps_rollup"] = f"Pss_Anon: {pss // 1024} kB\nPss_Shmem: 0 kB\n"
        plant(self.roots.proc / str(pid), files)

    def total(self) -> int | None:
        reading = self.memory.read(1, frozenset(self.members))
        return reading.rss_bytes if reading else None


def test_one_process_is_just_its_memory(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 300 * MIB, shmem=20 * MIB)
    assert tree.total() == 320 * MIB


def test_forked_workers_share_until_measured(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 300 * MIB)
    assert tree.total() == 300 * MIB
    for pid in range(2, 12):
        tree.put(pid, 300 * MIB)
    assert tree.total() == 300 * MIB
    tree.put(2, 350 * MIB)  # what a worker takes after the fork is its own
    assert tree.total() == 350 * MIB


def test_measured_where_linux_tells(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 300 * MIB, pss=180 * MIB)
    tree.put(2, 300 * MIB, pss=160 * MIB)
    assert tree.total() == 340 * MIB


def test_measured_shares_are_kept_between_measurements(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 300 * MIB, pss=180 * MIB)
    tree.put(2, 300 * MIB, pss=160 * MIB)
    assert tree.total() == 340 * MIB
    tree.put(2, 310 * MIB, pss=MIB)  # too little has changed to ask again
    assert tree.total() == 350 * MIB
    tree.now += 60
    tree.put(2, 310 * MIB, pss=165 * MIB)
    assert tree.total() == 345 * MIB


def test_shared_memory_counts_once_until_measured(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for pid in (1, 2, 3):
        tree.put(pid, 10 * MIB, shmem=100 * MIB)
    assert tree.total() == 110 * MIB  # all of the 10 MiB may be shared, too


def test_measuring_takes_one_percent_of_a_core_at_most(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    asked: list[float] = []

    class Slow(Procfs):
        def shared(self, pid: int) -> ProportionalMemory | None:
            asked.append(tree.now)
            tree.now += 0.02
            return ProportionalMemory(100 * MIB, 0)

    tree.memory = TreeMemory(Slow(tree.roots), lambda: tree.now)
    for n in range(1, 200):
        tree.put(1, 300 * MIB)
        tree.put(2, (300 + 50 * (n % 2)) * MIB)  # a new picture each time
        tree.total()
        tree.now += 1
    assert 0 < len(asked) * 0.02 <= 0.01 * (tree.now - 100) + 0.04


def test_a_huge_process_is_never_stopped_to_measure(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 20 * GIB, pss=1)
    tree.put(2, 20 * GIB, pss=1)
    assert tree.total() == 20 * GIB


def test_never_less_than_its_largest_process(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 100 * MIB, pss=MIB)
    tree.put(2, 400 * MIB, pss=MIB)
    assert tree.total() == 400 * MIB


def test_gone_root_and_gone_worker(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    assert tree.memory.read(1, frozenset({1})) is None
    tree.put(1, 100 * MIB)
    tree.members.add(99)
    assert tree.total() == 100 * MIB


def test_a_zombie_root_is_unknown(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, MIB)
    plant(tree.roots.proc / "1", {"status": "Name:\tpython3\nState:\tZ (zombie)\n"})
    reading = tree.memory.read(1, frozenset({1}))
    assert reading is not None
    assert reading.rss_bytes is None


def test_a_process_that_left_is_forgotten(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.put(1, 300 * MIB)
    tree.put(2, 300 * MIB)
    tree.memory.forget_all_but(frozenset({1, 2}))
    assert tree.total() == 300 * MIB
    tree.memory.forget_all_but(frozenset({1}))
    tree.put(2, 20 * MIB)  # another process got the number
    tree.memory.forget_all_but(frozenset({1, 2}))
    assert tree.total() == 300 * MIB
    tree.put(2, 120 * MIB)
    assert tree.total() == 400 * MIB

"""What is read less often than once a tick, and that nothing stays wrong for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_headroom.cadence.turns import (
    FIRST_TURNS,
    FULL_TURNS,
    HIDDEN_LIMIT_TURNS,
    MAX_REUSES,
    MEMBERSHIP_TURNS,
)
from jupyterlab_headroom.sources.cgroup.tree import CgroupTree
from jupyterlab_headroom.sources.files import KeptFiles, pick_counter
from jupyterlab_headroom.sources.proc.procfs import Procfs
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from tests.unit.trees import GIB, MIB, meminfo, mountinfo, plant, roots_of, status, v1, v2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("shmem 7\nfile 8\n", 7),
        ("file 8\nshmem 7", 7),
        ("total_shmem 9\nshmem 7\n", 7),
        *((odd, None) for odd in (None, "", "shmem", "shmem \n", "shmem 1 2\n", "shmem_x 1\n")),
    ],
)
def test_one_counter(text: str | None, value: int | None) -> None:
    assert pick_counter(text, "shmem") == value


class Process:
    """Process 8 (a multiple of MAX_REUSES) on a fake /proc."""

    def __init__(self, tmp_path: Path) -> None:
        self.roots = roots_of(tmp_path, {}, {})
        self.procfs = Procfs(self.roots)

    def put(self, anon: int, statm: str) -> None:
        files = {"status": status(anon), "statm": statm}
        plant(self.roots.proc / "8", files)

    def anon(self) -> int | None:
        memory = self.procfs.memory(8)
        return memory.anon_bytes if memory else None


def test_a_changed_statm_is_seen_at_once(tmp_path: Path) -> None:
    process = Process(tmp_path)
    process.put(10 * MIB, "100 80 20 1 0 60 0\n")
    assert process.anon() == 10 * MIB
    process.put(20 * MIB, "100 81 20 1 0 60 0\n")
    assert process.anon() == 20 * MIB


def test_status_is_read_again_in_time_even_so(tmp_path: Path) -> None:
    process = Process(tmp_path)
    process.put(10 * MIB, "100 80 20 1 0 60 0\n")
    process.anon()
    process.put(9 * MIB, "100 80 20 1 0 60 0\n")
    assert [process.anon() for _ in range(MAX_REUSES + 1)] == [10 * MIB] * MAX_REUSES + [9 * MIB]


def test_a_number_that_comes_again_is_asked_anew(tmp_path: Path) -> None:
    process = Process(tmp_path)
    process.put(10 * MIB, "100 80 20 1 0 60 0\n")
    process.anon()
    process.put(9 * MIB, "100 80 20 1 0 60 0\n")
    process.procfs.forget(8)
    assert process.anon() == 9 * MIB


def test_a_process_that_moves_late_is_followed(tmp_path: Path) -> None:
    proc = {"self": {"mountinfo": mountinfo(), "cgroup": "0::/\n"}, "7": {"cgroup": "0::/a\n"}}
    groups = {"a": v2(1, 10), "b": v2(1, 20)}
    tree = CgroupTree(roots_of(tmp_path, proc, {"fs": {"cgroup": groups}}), KeptFiles())

    def path() -> str:
        tree.new_tick()
        return tree.levels_of(tree.membership(7))[0].path

    assert {path() for _ in range(FIRST_TURNS)} == {"/a"}
    plant(tmp_path / "proc/7", {"cgroup": "0::/b\n"})
    seen = [path() for _ in range(MEMBERSHIP_TURNS)]
    assert seen[-1] == "/b"
    assert seen == sorted(seen)


def test_a_limit_above_what_can_be_seen_is_noticed_in_time(tmp_path: Path) -> None:
    proc = {"self": {"mountinfo": mountinfo("v1"), "cgroup": "4:memory:/\n"}}
    tree = CgroupTree(roots_of(tmp_path, proc, {"fs/cgroup": {"memory": v1(GIB)}}), KeptFiles())

    def limit() -> int | None:
        tree.new_tick()
        return tree.levels_of("4:memory:/\n")[0].level.limit_bytes

    assert {limit() for _ in range(2 * HIDDEN_LIMIT_TURNS)} == {None}
    plant(tmp_path / "sys/fs/cgroup/memory", v1(GIB, hierarchical_memory_limit=3 * GIB))
    seen = [limit() for _ in range(2 * HIDDEN_LIMIT_TURNS)]
    assert seen[HIDDEN_LIMIT_TURNS - 1 :] == [3 * GIB] * (HIDDEN_LIMIT_TURNS + 1), "and stays known"
    plant(tmp_path / "sys/fs/cgroup/memory", v1(GIB, hierarchical_memory_limit=2 * GIB))
    assert limit() == 2 * GIB


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_limit_that_comes_is_noticed_in_a_full_tick_and_then_always(
    tmp_path: Path, version: str
) -> None:
    text = "4:memory:/a\n" if version == "v1" else "0::/a\n"
    folder = "cgroup/memory/a" if version == "v1" else "cgroup/a"
    group = v1 if version == "v1" else v2
    proc = {"self": {"mountinfo": mountinfo(version), "cgroup": text}}
    tree = CgroupTree(roots_of(tmp_path, proc, {"fs": {folder: group(MIB)}}), KeptFiles())

    def limits(size: int | None = None, *, is_full: bool = False) -> set[int | None]:
        if size is not None:
            plant(tmp_path / "sys/fs" / folder, group(MIB, size))
        tree.new_tick(is_full=is_full)
        own = tree.levels_of(text)[0].level.limit_bytes
        told = next((p.level.limit_bytes for p in tree.relevant_levels_of(text)), None)
        return {own, told}

    assert [limits(), limits(is_full=True), limits(GIB)] == [{None}] * 3
    assert [limits(is_full=True), limits(2 * GIB), limits(3 * GIB)] == [
        {GIB},
        {2 * GIB},
        {3 * GIB},
    ]
    tree.forget_all_but(())
    plant(tmp_path / "sys/fs" / folder, group(MIB))
    assert limits() == {None}, "another group of the same name"


def test_swap_and_pressure_are_read_in_full_turns(tmp_path: Path) -> None:
    line = "some avg10={} avg60=0.00 avg300=0.00 total=1\n"

    def machine(percent: str, available: int, **sizes: int) -> dict[str, object]:
        text = meminfo(available=available, **sizes)
        return {"meminfo": text, "pressure": {"memory": line.format(percent)}}

    first = machine("1.00", 3 * GIB, SwapTotal=GIB, SwapFree=GIB)
    memory = LinuxMemory(roots_of(tmp_path, first, {}))

    def figures() -> tuple[float | None, int | None, int | None]:
        reading = memory.read({}).machine
        return reading.pressure_percent, reading.swap_free_bytes, reading.available_bytes

    assert {figures() for _ in range(FULL_TURNS)} == {(1, GIB, 3 * GIB)}
    figures()
    plant(tmp_path / "proc", machine("2.50", 2 * GIB, SwapTotal=GIB, SwapFree=MIB))
    seen = [figures() for _ in range(FULL_TURNS)]
    assert seen == [(1, GIB, 2 * GIB)] * (FULL_TURNS - 1) + [(2.5, MIB, 2 * GIB)]


def test_old_linux_tells_what_is_available_in_every_turn(tmp_path: Path) -> None:
    lines = "MemTotal: 900 kB\nMemFree: {} kB\nBuffers: 0 kB\nCached: 0 kB\n"
    memory = LinuxMemory(roots_of(tmp_path, {"meminfo": lines.format(500)}, {}))
    assert memory.read({}).machine.available_bytes == 500 << 10
    plant(tmp_path / "proc", {"meminfo": lines.format(400)})
    assert memory.read({}).machine.available_bytes == 400 << 10

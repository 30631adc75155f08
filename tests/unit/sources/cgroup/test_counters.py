"""Counters and levels from trees made for the test, v1 and v2."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.counters import Level, LevelCounters
from jupyterlab_headroom.sources.cgroup.counters import (
    oom_kill_file,
    read_level,
    read_machine_oom_kill,
    read_oom_kill,
    read_shared_memory,
)
from jupyterlab_headroom.sources.cgroup.identity import container_ids, sees_host_pids
from jupyterlab_headroom.sources.cgroup.levels import LevelFinder
from jupyterlab_headroom.sources.files import Roots

EVENTS = "low 0\nhigh 0\nmax {max}\noom {oom}\noom_kill {kill}\noom_group_kill 0\n"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def test_v2_counts_the_victim_and_the_limit_apart(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "leaf",
        memory__events=EVENTS.format(max=36, oom=1, kill=3),
        memory__events__local=EVENTS.format(max=0, oom=0, kill=2),
        memory__max="max\n",
        memory__peak="4096\n",
    )
    level = Level(folder, "/leaf", 2)
    assert oom_kill_file(folder, 2) == "memory.events.local"
    assert read_oom_kill(level) == 2
    found = read_level(level)
    assert (found.oom_kill, found.oom, found.limit_hits) == (2, 0, 0)
    assert (found.limit_bytes, found.peak_bytes) == (None, 4096)


def test_v2_before_local_counters(tmp_path: Path) -> None:
    folder = write(tmp_path / "leaf", memory__events=EVENTS.format(max=1, oom=1, kill=1))
    level = Level(folder, "/leaf", 2)
    assert read_oom_kill(level) == 1
    assert read_level(level).oom == 1


@pytest.mark.parametrize(
    ("limit", "expected"), [("209715200\n", 209715200), ("9223372036854771712\n", None)]
)
def test_v1(tmp_path: Path, limit: str, expected: int | None) -> None:
    folder = write(
        tmp_path / "g",
        memory__oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
        memory__failcnt="36\n",
        memory__limit_in_bytes=limit,
        memory__max_usage_in_bytes="209715200\n",
    )
    found = read_level(Level(folder, "/g", 1))
    assert found == LevelCounters(4, None, 36, None, expected, 209715200)


@pytest.mark.parametrize("version", [1, 2])
def test_a_group_that_is_gone_is_unknown(tmp_path: Path, version: int) -> None:
    level = Level(tmp_path / "gone", "/gone", version)
    assert read_level(level) == LevelCounters()
    assert read_oom_kill(level) is None


def test_an_old_linux_counts_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "g", memory__oom_control="oom_kill_disable 0\nunder_oom 0\n")
    assert read_oom_kill(Level(folder, "/g", 1)) is None


def test_the_machine(tmp_path: Path) -> None:
    write(tmp_path, vmstat="nr_free_pages 1\noom_kill 7\n")
    assert read_machine_oom_kill(tmp_path) == 7
    assert read_machine_oom_kill(tmp_path / "none") is None


def test_shared_memory(tmp_path: Path) -> None:
    found = read_shared_memory(tmp_path)
    assert found is not None
    assert 0 <= found.free_bytes <= found.total_bytes
    assert read_shared_memory(tmp_path / "none") is None


def tree(tmp_path: Path, mount: str, group: str, folder: str) -> Roots:
    proc, sys = tmp_path / "proc", tmp_path / "sys"
    write(proc / "self", mountinfo=mount)
    write(proc / "7", cgroup=group)
    (sys / folder).mkdir(parents=True)
    return Roots(proc, sys)


V1_MOUNT = "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
V2_MOUNT = "35 31 0:32 {root} /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"


def test_levels_of_v1(tmp_path: Path) -> None:
    roots = tree(tmp_path, V1_MOUNT, "4:memory:/a/b\n0::/x\n", "fs/cgroup/memory/a/b")
    levels = LevelFinder(roots).levels_of(7)
    assert [(level.path, level.version) for level in levels] == [("/a/b", 1), ("/a", 1), ("/", 1)]
    assert levels[0].directory == roots.sys / "fs/cgroup/memory/a/b"


def test_levels_of_v2(tmp_path: Path) -> None:
    roots = tree(tmp_path, V2_MOUNT.format(root="/"), "0::/a\n", "fs/cgroup/a")
    assert [level.path for level in LevelFinder(roots).levels_of(7)] == ["/a", "/"]


def test_a_container_sees_only_its_own(tmp_path: Path) -> None:
    mount = V2_MOUNT.format(root="/docker/abc")
    roots = tree(tmp_path, mount, "0::/docker/abc/sub\n", "fs/cgroup/sub")
    paths = [level.path for level in LevelFinder(roots).levels_of(7)]
    assert paths == ["/docker/abc/sub", "/docker/abc"]


def test_host_paths_in_a_namespace(tmp_path: Path) -> None:
    roots = tree(tmp_path, V2_MOUNT.format(root="/"), "0::/docker/abc\n", "fs/cgroup")
    [level] = LevelFinder(roots).levels_of(7)
    assert level.directory == roots.sys / "fs/cgroup"


def test_no_process_no_levels(tmp_path: Path) -> None:
    roots = tree(tmp_path, V2_MOUNT.format(root="/"), "0::/a\n", "fs/cgroup/a")
    assert LevelFinder(roots).levels_of(8) == ()
    assert LevelFinder(Roots(tmp_path / "no", tmp_path / "no")).levels_of(7) == ()


def test_ids_of_container_and_pod(tmp_path: Path) -> None:
    container, pod = "0123456789abcdef" * 4, "0a1b2c3d-0000-1111-2222-333344445555"
    mounts = (
        f"1 2 0:1 /var/lib/docker/containers/{container}/hosts /etc/hosts rw - ext4 x rw\n"
        f"1 2 0:1 /var/lib/kubelet/pods/{pod}/etc-hosts /etc/hosts rw - ext4 x rw\n"
    )
    write(tmp_path / "self", mountinfo=mounts, cgroup="0::/\n")
    assert container_ids(tmp_path) == (container, pod)
    assert container_ids(tmp_path / "none") == ()


@pytest.mark.parametrize(("link", "same"), [("pid:[4026531836]", True), ("pid:[402]", False)])
def test_pid_namespace(tmp_path: Path, link: str, same: bool) -> None:
    (tmp_path / "self" / "ns").mkdir(parents=True)
    (tmp_path / "self" / "ns" / "pid").symlink_to(link)
    assert sees_host_pids(tmp_path) is same
    assert not sees_host_pids(tmp_path / "none")

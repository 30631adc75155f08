"""Finding the group of a process: v1, v2, hybrid; host and private namespaces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.sources.cgroup.groups import NamedLevel
from jupyterlab_headroom.sources.cgroup.tree import CgroupTree
from jupyterlab_headroom.sources.files import KeptFiles
from tests.unit.trees import GIB, mountinfo, roots_of, v1, v2

CONTAINER = "ab" * 32
POD = "0a1b2c3d-1111-2222-3333-444455556666"


def tree_of(tmp_path: Path, cgroup: str, mounts: str, sys: dict[str, Any]) -> CgroupTree:
    proc = {"self": {"cgroup": cgroup, "mountinfo": mounts}, "7": {"cgroup": cgroup}}
    return CgroupTree(roots_of(tmp_path, proc, {"fs": {"cgroup": sys}}), KeptFiles())


def chain_of(tree: CgroupTree, pid: int = 7) -> list[NamedLevel]:
    return tree.levels_of(tree.membership(pid))


def names(tree: CgroupTree) -> list[str]:
    return [place.path for place in chain_of(tree)]


def limits(tree: CgroupTree) -> list[int | None]:
    return [place.level.limit_bytes for place in chain_of(tree)]


def test_v2_own_group_and_every_ancestor(tmp_path: Path) -> None:
    sys = {
        **v2(9 * GIB),
        "user.slice": {
            **v2(8 * GIB, 10 * GIB),
            "user-1000.slice": {**v2(4 * GIB), "session-2.scope": v2(2 * GIB, 3 * GIB)},
        },
    }
    path = "/user.slice/user-1000.slice/session-2.scope"
    tree = tree_of(tmp_path, f"0::{path}\n", mountinfo(), sys)
    assert names(tree) == [path, "/user.slice/user-1000.slice", "/user.slice", "/"]
    assert limits(tree) == [3 * GIB, None, 10 * GIB, None]
    assert chain_of(tree)[0].manager == "systemd"
    assert tree.kind == "cgroup-v2"


def test_private_namespace_is_the_mount_root(tmp_path: Path) -> None:
    bind = f"40 1 8:1 /docker/containers/{CONTAINER}/hostname /etc/hostname rw - ext4 /dev/x rw\n"
    tree = tree_of(tmp_path, "0::/\n", mountinfo(more=bind), v2(GIB, 2 * GIB))
    assert limits(tree) == [2 * GIB]
    # The path does not tell who made it, but the mounts of the container do.
    assert chain_of(tree)[0].manager == "docker"


def test_host_path_that_cannot_be_seen_falls_back_to_the_mount(tmp_path: Path) -> None:
    cgroup = f"0::/system.slice/docker-{CONTAINER}.scope\n"
    tree = tree_of(tmp_path, cgroup, mountinfo(), v2(GIB, 2 * GIB))
    assert limits(tree) == [2 * GIB]
    assert chain_of(tree)[0].manager == "docker"


def test_v1_container_mounts_its_own_group(tmp_path: Path) -> None:
    path = f"/docker/{CONTAINER}"
    sys = {"memory": {**v1(GIB, 2 * GIB), "kernel": v1(GIB // 2, GIB)}}
    tree = tree_of(tmp_path, f"5:memory:{path}/kernel\n0::/\n", mountinfo("v1", path), sys)
    assert names(tree) == [f"{path}/kernel", path]
    assert limits(tree) == [GIB, 2 * GIB]
    assert tree.kind == "cgroup-v1"


def test_v1_tells_the_limit_of_ancestors_that_cannot_be_seen(tmp_path: Path) -> None:
    sys = {"memory": v1(GIB, hierarchical_memory_limit=3 * GIB)}
    tree = tree_of(tmp_path, "5:memory:/pod/ctr\n", mountinfo("v1", "/pod/ctr"), sys)
    [place] = chain_of(tree)
    assert place.level.limit_bytes == 3 * GIB
    assert place.level.limit_is_hidden
    assert place.level.limit_file is not None
    assert place.level.limit_file.endswith("memory.stat")


def test_hybrid_uses_v1_for_memory(tmp_path: Path) -> None:
    unified = "33 31 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
    sys = {"memory": {**v1(GIB), "jupyter": v1(GIB, 4 * GIB)}, "unified": {"wrong": v2(1, 1)}}
    cgroup = "5:cpu,memory:/jupyter\n1:name=systemd:/wrong\n0::/wrong\n"
    tree = tree_of(tmp_path, cgroup, mountinfo("v1", more=unified), sys)
    assert (names(tree), limits(tree)) == (["/jupyter", "/"], [4 * GIB, None])


def test_limits_are_read_again_each_tick(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, "0::/a\n", mountinfo(), {"a": v2(GIB, 2 * GIB)})
    file = tmp_path / "sys/fs/cgroup/a/memory.max"
    assert limits(tree)[0] == 2 * GIB
    file.write_text(f"{4 * GIB}\n")
    assert limits(tree)[0] == 2 * GIB  # one tick sees one world
    tree.new_tick()
    assert limits(tree)[0] == 4 * GIB


def test_a_process_that_moves_is_followed(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, "0::/a\n", mountinfo(), {"a": v2(1, 2), "b": v2(1, 3)})
    assert names(tree)[0] == "/a"
    (tmp_path / "proc/7/cgroup").write_text("0::/b\n")
    assert names(tree)[0] == "/b"


def test_a_group_that_vanishes_is_unknown_not_an_error(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, "0::/a\n", mountinfo(), {"a": v2(1, 2)})
    assert limits(tree)[0] == 2
    for file in (tmp_path / "sys/fs/cgroup/a").iterdir():
        file.write_text("")
        file.unlink()
    tree.new_tick()
    assert limits(tree)[0] is None


@pytest.mark.parametrize(
    ("cgroup", "mounts"),
    [("", ""), ("0::/a\n", ""), ("nonsense", mountinfo()), ("4:cpu:/a\n", mountinfo("v1"))],
)
def test_nothing_to_find(tmp_path: Path, cgroup: str, mounts: str) -> None:
    assert chain_of(tree_of(tmp_path, cgroup, mounts, {})) == []


def test_a_process_that_is_gone_has_no_levels(tmp_path: Path) -> None:
    assert chain_of(tree_of(tmp_path, "0::/\n", mountinfo(), v2(1)), 8) == []


def test_a_path_outside_of_the_namespace(tmp_path: Path) -> None:
    """`/..` shows in the path of a process that belongs to another namespace."""
    tree = tree_of(tmp_path, "0::/../other\n", mountinfo(), v2(GIB, 2 * GIB))
    assert limits(tree) == [2 * GIB]

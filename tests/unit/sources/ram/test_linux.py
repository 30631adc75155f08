"""Everything in one look, on trees that were captured from real machines, and on a fake one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.memory import GroupReading
from jupyterlab_headroom.nouns.memory_reading import MemoryReading
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from tests.unit.trees import (
    GIB,
    MIB,
    captured,
    meminfo,
    mountinfo,
    plant,
    roots_of,
    stat,
    status,
    v2,
)


def server_group(reading: MemoryReading) -> GroupReading:
    return reading.groups[reading.server_group]


@pytest.mark.parametrize(
    ("name", "kind", "path", "limit"),
    [
        ("v1-hybrid", "cgroup-v1", "/headroom-cap", 400 * MIB),
        ("v2-nested-host-namespace", "cgroup-v2", "/pod/ctr", 300 * MIB),
        ("v2-namespace-old-mount", "cgroup-v2", "/pod/ctr", 300 * MIB),
        ("v2-private-namespace", "machine", None, None),
    ],
)
def test_captured_layouts(
    tmp_path: Path, name: str, kind: str, path: str | None, limit: int | None
) -> None:
    reading = LinuxMemory(captured(tmp_path, name)).read({})
    group = server_group(reading)
    assert (group.limit_source.kind, group.limit_source.path) == (kind, path)
    assert group.limit_bytes == (limit or reading.machine.total_bytes)
    if limit is not None and group.used_bytes is not None:
        # 64 MiB of heap, 16 MiB of shared memory, and an interpreter.
        assert 80 * MIB < group.used_bytes < 110 * MIB
        assert group.headroom_bytes == limit - group.used_bytes
        assert group.shmem_bytes is not None
        assert 16 * MIB <= group.shmem_bytes < 40 * MIB
        assert group.peak_bytes is not None
        assert group.peak_bytes >= group.used_bytes


def test_details_of_a_captured_pod(tmp_path: Path) -> None:
    reading = LinuxMemory(captured(tmp_path, "v2-nested-host-namespace")).read({})
    group = server_group(reading)
    assert group.high_bytes == 390 * MIB  # of the pod, above the container
    assert group.oom_group is True
    assert group.swap_limit_bytes == 0
    assert group.swap_used_bytes == 0
    assert group.working_set_bytes is not None
    assert group.used_bytes is not None
    assert group.working_set_bytes >= group.used_bytes


class TestKernels:
    """A server in a container, with kernels in groups of their own."""

    @pytest.fixture
    def machine(self, tmp_path: Path) -> LinuxMemory:
        def process(pid: int, cgroup: str, size: int) -> dict[str, str]:
            cgroup_line = f"0::{cgroup}\n"
            return {"cgroup": cgroup_line, "status": status(size), "stat": stat(pid, 1)}

        proc = {
            "self": {"cgroup": "0::/hub\n", "mountinfo": mountinfo()},
            "10": process(10, "/hub", 100 * MIB),
            "20": process(20, "/hub/small", 50 * MIB),
            "21": process(21, "/hub/other", 60 * MIB),
            "meminfo": meminfo(),
        }
        hub = {
            **v2(3 * GIB, 4 * GIB),
            "small": v2(100 * MIB, 400 * MIB, memory_oom_group=1),
            "other": v2(GIB),
        }
        self.tmp_path = tmp_path
        return LinuxMemory(roots_of(tmp_path, proc, {"fs": {"cgroup": {"hub": hub}}}))

    def test_groups_by_the_limit_that_binds(self, machine: LinuxMemory) -> None:
        reading = machine.read({"a": 10, "b": 20, "c": 21})
        # c has a group of its own, but the same limit binds it as the server and a.
        assert reading.group_of["a"] == reading.group_of["c"] == reading.server_group
        assert reading.group_of["b"] != reading.server_group
        assert len(reading.groups) == 2
        own = reading.groups[reading.group_of["b"]]
        assert (own.limit_bytes, own.headroom_bytes, own.oom_group) == (400 * MIB, 300 * MIB, True)
        assert {key: k.rss_bytes for key, k in reading.kernels.items()} == {
            "a": 100 * MIB,
            "b": 50 * MIB,
            "c": 60 * MIB,
        }

    def test_keys_stay_and_a_moved_kernel_gets_another(self, machine: LinuxMemory) -> None:
        before = machine.read({"a": 10, "b": 20})
        plant(self.tmp_path / "proc/10", {"cgroup": "0::/hub/small\n"})
        after = machine.read({"a": 10, "b": 20})
        assert after.server_group == before.server_group
        assert after.group_of["a"] == after.group_of["b"] == before.group_of["b"]

    def test_a_kernel_that_died_is_absent_not_zero(self, machine: LinuxMemory) -> None:
        shutil.rmtree(self.tmp_path / "proc/20")
        reading = machine.read({"a": 10, "b": 20})
        assert set(reading.kernels) == {"a"}
        assert "b" not in reading.group_of

    def test_a_dead_kernel_keeps_the_group_it_lived_in(self, machine: LinuxMemory) -> None:
        before = machine.read({"a": 10, "b": 20})
        # A zombie: v1 shows it in the root group, and it holds nothing.
        plant(self.tmp_path / "proc/20", {"status": "State:\tZ (zombie)\n", "cgroup": "0::/\n"})
        zombie = machine.read({"a": 10, "b": 20})
        assert zombie.group_of == before.group_of
        assert (zombie.kernels["b"].rss_bytes, zombie.kernels["b"].processes) == (None, 0)
        shutil.rmtree(self.tmp_path / "proc/20")
        reaped = machine.read({"a": 10, "b": 20})
        assert reaped.group_of == before.group_of
        assert (reaped.kernels["b"].rss_bytes, reaped.kernels["b"].processes) == (None, 0)
        own = reaped.groups[reaped.group_of["b"]]
        assert (own.limit_bytes, own.headroom_bytes) == (400 * MIB, 300 * MIB)
        assert "b" not in machine.read({"a": 10}).group_of
        assert "b" not in machine.read({"a": 10, "b": 20}).group_of

    def test_the_next_process_of_a_kernel_says_where_it_runs(self, machine: LinuxMemory) -> None:
        before = machine.read({"b": 20})
        after = machine.read({"b": 21})
        assert after.group_of["b"] == after.server_group != before.group_of["b"]

    def test_an_empty_machine_says_so(self, tmp_path: Path) -> None:
        reading = LinuxMemory(roots_of(tmp_path / "empty", {}, {})).read({"a": 1})
        group = server_group(reading)
        assert group.limit_source.kind == "unknown"
        assert group.limit_bytes is group.used_bytes is group.headroom_bytes is None
        assert reading.machine.total_bytes is None
        assert reading.problems[0].source == "meminfo"

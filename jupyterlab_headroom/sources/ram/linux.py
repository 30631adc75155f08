"""Memory on Linux: control groups, the machine and process trees, read together."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from jupyterlab_headroom.cadence import turns
from jupyterlab_headroom.nouns.memory import (
    GroupReading,
    LimitSource,
    MachineReading,
    Problem,
    ProcessReading,
)
from jupyterlab_headroom.nouns.memory_reading import MemoryReading
from jupyterlab_headroom.sources.cgroup.groups import Host, bind
from jupyterlab_headroom.sources.cgroup.tree import CgroupTree
from jupyterlab_headroom.sources.files import KeptFiles, Roots
from jupyterlab_headroom.sources.proc.kernel_process import KernelProcess
from jupyterlab_headroom.sources.proc.procfs import Procfs
from jupyterlab_headroom.sources.proc.sharing import TreeMemory
from jupyterlab_headroom.sources.proc.trees import ProcessTable, TreeSource
from jupyterlab_headroom.sources.ram.machine import Machine


class LinuxMemory:
    """Reads everything about RAM. For one thread at a time."""

    def __init__(
        self,
        roots: Roots | None = None,
        clock: Callable[[], float] = time.monotonic,
        table: TreeSource | None = None,
    ) -> None:
        """Use `table`, the reader of a shared process table; `None`: use a table of our own."""
        self._roots = roots or Roots()
        self._files = KeptFiles()
        self._cgroups = CgroupTree(self._roots, self._files)
        procfs = Procfs(self._roots, self._files)
        self._table = table or ProcessTable(procfs, clock)
        self._trees = TreeMemory(procfs, clock)
        self._machine = Machine(self._roots, self._files)
        #: In this turn: membership -> group key. Most processes are in the same groups.
        self._key_of: dict[str, str] = {}
        self._keys: dict[tuple[str, str | None, str | None], str] = {}
        #: In the last turn: kernel key -> pid, and pid -> pids of its tree.
        self._pids: Mapping[str, int] = {}
        self._members: Mapping[int, frozenset[int]] = {}
        #: Kernel key -> pids of its tree; the same object as long as nothing changes.
        self._trees_of: Mapping[str, frozenset[int]] = {}
        self._kernels: dict[str, KernelProcess] = {}
        self._turn = 0

    def read(self, pids: Mapping[str, int], idle: Collection[str] = frozenset()) -> MemoryReading:
        """Read once.

        `pids`: kernel key -> pid of its process. `idle`: keys of the idle kernels; as long as
        nothing about such a kernel changes, it is only read in full turns.
        """
        self._turn += 1
        is_full = turns.is_full(self._turn)
        self._cgroups.new_tick(is_full=is_full)
        self._key_of.clear()
        host = self._machine.read(is_full=is_full)
        groups: dict[str, GroupReading] = {}
        server_group = self._join(groups, self._cgroups.membership("self"), host)
        trees = self._table.trees(pids.values())
        if pids != self._pids or trees is not self._members:
            self._forget(pids, trees)
        kernels: dict[str, ProcessReading] = {}
        group_of: dict[str, str] = {}
        for key, pid in pids.items():
            kernel = self._kernels.get(key)
            if kernel is None or kernel.pid != pid:
                kernel = self._kernels[key] = KernelProcess(pid, kernel)
            members = trees.get(pid)
            may_skip = not is_full and key in idle and kernel.is_quiet(members)
            if not may_skip or self._group_changed(kernel, groups, host):
                self._look(kernel, members or frozenset((pid,)))
            if kernel.last_cgroup is not None:
                known = self._key_of.get(kernel.last_cgroup)
                group_of[key] = known or self._join(groups, kernel.last_cgroup, host)
            if kernel.reading is not None:
                kernels[key] = kernel.reading
        return MemoryReading(
            machine=host.reading,
            groups=groups,
            server_group=server_group,
            kernels=kernels,
            group_of=group_of,
            trees=self._trees_of,
            problems=self._problems(host.reading),
        )

    def _forget(self, pids: Mapping[str, int], trees: Mapping[int, frozenset[int]]) -> None:
        """Drop what is known about kernels and processes that are gone, after any has changed."""
        self._pids, self._members = dict(pids), trees
        self._trees_of = {key: trees[pid] for key, pid in pids.items() if pid in trees}
        self._cgroups.forget_all_but(frozenset(pids.values()))
        self._kernels = {key: kernel for key, kernel in self._kernels.items() if key in pids}
        self._trees.forget_all_but(frozenset().union(*trees.values()) if trees else frozenset())

    def close(self) -> None:
        """Close the kept files."""
        self._files.close()

    def _group_changed(
        self, kernel: KernelProcess, groups: dict[str, GroupReading], host: Host
    ) -> bool:
        """Tell whether the usage of its group changed: nobody may have heard of a short cell."""
        if kernel.last_cgroup is None:
            return True
        used = groups[self._join(groups, kernel.last_cgroup, host)].used_bytes
        before, kernel.group_used_bytes = kernel.group_used_bytes, used
        return turns.group_changed(used, before)

    def _look(self, kernel: KernelProcess, members: frozenset[int]) -> None:
        """Read a kernel. Between two processes, it stays in the group of the last one.

        v1 lists a process that has ended in the root group, whose limit is not the kernel's.
        """
        reading = self._trees.read(kernel.pid, members)
        if reading is not None and reading.rss_bytes is not None:
            kernel.last_cgroup = self._cgroups.membership(kernel.pid)
        kernel.take(reading)

    def _join(self, groups: dict[str, GroupReading], membership: str, host: Host) -> str:
        """Add the group of the processes with this membership, and return its key."""
        if membership in self._key_of:
            return self._key_of[membership]
        group = bind(self._cgroups.relevant_levels_of(membership), host, self._cgroups.kind)
        key = self._key_of[membership] = self._key(group.limit_source)
        known = groups.get(key)
        if known is None:
            groups[key] = group
        elif group.oom_group and not known.oom_group:
            groups[key] = replace(known, oom_group=True)
        return key

    def _key(self, source: LimitSource) -> str:
        identity = (source.kind, source.path, source.file)
        return self._keys.setdefault(identity, str(len(self._keys)))

    def _problems(self, machine: MachineReading) -> tuple[Problem, ...]:
        if machine.total_bytes is not None:
            return ()
        return (Problem("meminfo", f"{self._machine.meminfo} could not be read."),)

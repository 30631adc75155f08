"""Memory on Linux: control groups, the machine, and process trees, in one look."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from jupyterlab_headroom.sources.cgroups import CgroupTree
from jupyterlab_headroom.sources.files import KeptFiles, Roots
from jupyterlab_headroom.sources.groups import Host, bind
from jupyterlab_headroom.sources.meminfo import machine_reading, parse_meminfo, parse_pressure
from jupyterlab_headroom.sources.memory import MemoryReading
from jupyterlab_headroom.sources.procfs import Procfs
from jupyterlab_headroom.sources.sharing import TreeMemory
from jupyterlab_headroom.sources.trees import ProcessTable
from jupyterlab_headroom.types import (
    GroupReading,
    LimitSource,
    MachineReading,
    Problem,
    ProcessReading,
)


class LinuxMemory:
    """Reads everything in RAM. One thread at a time."""

    def __init__(
        self, roots: Roots | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._roots = roots or Roots()
        self._files = KeptFiles()
        self._cgroups = CgroupTree(self._roots, self._files)
        procfs = Procfs(self._roots, self._files)
        self._table = ProcessTable(procfs, clock)
        self._trees = TreeMemory(procfs, clock)
        self._meminfo = str(self._roots.proc / "meminfo")
        self._pressure = str(self._roots.proc / "pressure" / "memory")
        #: Of this tick: membership -> group key. Most processes are in the same groups.
        self._key_of: dict[str, str] = {}
        self._keys: dict[tuple[str, str | None, str | None], str] = {}
        #: Of the last tick: kernel key -> pid, and pid -> processes of its tree.
        self._pids: Mapping[str, int] = {}
        self._members: Mapping[int, frozenset[int]] = {}
        #: Kernel key -> membership of its process while that lived.
        self._lived_in: dict[str, str] = {}

    def read(self, pids: Mapping[str, int]) -> MemoryReading:
        """Read once. `pids`: kernel key -> pid of its process."""
        self._cgroups.new_tick()
        self._key_of.clear()
        host = self._host()
        groups: dict[str, GroupReading] = {}
        server_group = self._join(groups, self._cgroups.membership("self"), host)
        trees = self._table.trees(pids.values())
        if pids != self._pids or trees is not self._members:
            self._forget(pids, trees)
        kernels: dict[str, ProcessReading] = {}
        group_of: dict[str, str] = {}
        for key, pid in pids.items():
            reading = self._trees.read(pid, trees.get(pid, frozenset((pid,))))
            membership = self._membership(key, pid, reading)
            if membership is not None:
                known = self._key_of.get(membership)
                group_of[key] = known or self._join(groups, membership, host)
                # It lived, and is gone: that is known.
                reading = reading or ProcessReading(pid, processes=0)
            if reading is not None:
                kernels[key] = reading
        return MemoryReading(
            machine=host.reading,
            groups=groups,
            server_group=server_group,
            kernels=kernels,
            group_of=group_of,
            trees={key: trees[pid] for key, pid in pids.items() if pid in trees},
            problems=self._problems(host.reading),
        )

    def _forget(self, pids: Mapping[str, int], trees: Mapping[int, frozenset[int]]) -> None:
        """Some kernel or process came or went: drop what is known of those that are gone."""
        self._pids, self._members = dict(pids), trees
        self._cgroups.forget_all_but(frozenset(pids.values()))
        self._lived_in = {key: text for key, text in self._lived_in.items() if key in pids}
        self._trees.forget_all_but(frozenset().union(*trees.values()) if trees else frozenset())

    def close(self) -> None:
        """Close the kept files."""
        self._files.close()

    def _host(self) -> Host:
        values = parse_meminfo(self._files.read(self._meminfo))
        pressure = parse_pressure(self._files.read(self._pressure))
        return Host(machine_reading(values, pressure), values.get("Shmem"), self._meminfo)

    def _membership(self, key: str, pid: int, reading: ProcessReading | None) -> str | None:
        """Return where a kernel runs; between two processes: where the last one ran.

        v1 shows a process that has ended in the root group, whose limit is not the kernel's.
        """
        if reading is not None and reading.rss_bytes is not None:
            self._lived_in[key] = self._cgroups.membership(pid)
        return self._lived_in.get(key)

    def _join(self, groups: dict[str, GroupReading], membership: str, host: Host) -> str:
        """Add the group of processes with this membership, and return its key."""
        if membership in self._key_of:
            return self._key_of[membership]
        group = bind(self._cgroups.levels_of(membership), host, self._cgroups.kind)
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
        return (Problem("meminfo", f"{self._meminfo} could not be read."),)

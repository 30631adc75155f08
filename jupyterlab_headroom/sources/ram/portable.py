"""Memory on systems without a Linux procfs (macOS, Windows, BSD). The machine is the only group."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import psutil

from jupyterlab_headroom.nouns.memory import (
    GroupReading,
    LimitSource,
    MachineReading,
    ProcessReading,
)
from jupyterlab_headroom.nouns.memory_reading import MemoryReading

_GROUP = "0"


class PortableMemory:
    """Reads what psutil provides on every system."""

    def read(self, pids: Mapping[str, int], idle: Collection[str] = frozenset()) -> MemoryReading:
        """Read once. `pids`: kernel key -> pid of its process. All are read, even if `idle`."""
        machine = _machine()
        total, available = machine.total_bytes, machine.available_bytes
        used = total - available if total is not None and available is not None else None
        group = GroupReading(
            limit_source=LimitSource(kind="machine"),
            limit_bytes=total,
            used_bytes=used,
            headroom_bytes=available,
            swap_limit_bytes=machine.swap_total_bytes,
        )
        kernels, trees = {}, {}
        for key, pid in pids.items():
            found = _tree(pid)
            if found is not None:
                kernels[key], trees[key] = found
        return MemoryReading(
            machine=machine,
            groups={_GROUP: group},
            server_group=_GROUP,
            kernels=kernels,
            group_of=dict.fromkeys(kernels, _GROUP),
            trees=trees,
        )


def _machine() -> MachineReading:
    memory = psutil.virtual_memory()
    try:
        swap = psutil.swap_memory()
    except (OSError, RuntimeError):
        return MachineReading(memory.total, memory.available)
    return MachineReading(memory.total, memory.available, swap.total, swap.free)


def _tree(pid: int) -> tuple[ProcessReading, frozenset[int]] | None:
    """Return the private memory of a process tree: resident minus shared, if that is known."""
    try:
        root = psutil.Process(pid)
        members = [root, *root.children(recursive=True)]
    except psutil.Error:
        return None
    sizes = {member.pid: size for member in members if (size := _private(member)) is not None}
    rss = sum(sizes.values()) if pid in sizes else None
    return ProcessReading(pid, rss, processes=len(members)), frozenset(m.pid for m in members)


def _private(process: psutil.Process) -> int | None:
    try:
        memory = process.memory_info()
    except psutil.Error:
        return None
    # On Windows `private` is the commit charge; elsewhere it is resident minus shared, if known.
    private = getattr(memory, "private", None)
    if private is not None:
        return int(private)
    return max(memory.rss - getattr(memory, "shared", 0), 0)

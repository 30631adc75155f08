"""Memory of a process tree, with pages that forked workers share counted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jupyterlab_headroom.sources.procfs import ProcessMemory, Procfs
from jupyterlab_headroom.types import ProcessReading

#: smaps_rollup walks the page tables: 7 to 12 ms per GB of 4 KiB pages were measured.
SECONDS_PER_BYTE = 10e-3 / 1e9
#: It holds the process's memory lock meanwhile; a longer stop is not ours to cause.
MAX_STOP_SECONDS = 0.05
#: Share of one core that measuring may take.
MAX_LOAD = 0.01
#: Below this, shared pages do not matter for any decision.
WORTH_BYTES = 32 << 20


@dataclass
class _Overlap:
    """What a process maps, but others of the tree already account for."""

    bytes: int
    #: Of the tree, when it was measured; `None`: assumed, not measured.
    members: frozenset[int] | None = None


class TreeMemory:
    """Adds up trees. Remembers what each process shares; measures it when that is cheap.

    Until it is measured, a child is taken to share everything it had when it was first seen:
    right after a fork that is so, and what it allocates later is its own. Not for threads.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._procfs = procfs
        self._clock = clock
        self._overlaps: dict[int, _Overlap] = {}
        self._seen: frozenset[int] = frozenset()
        self._quiet_until = 0.0

    def read(self, root: int, members: frozenset[int]) -> ProcessReading | None:
        """Return the memory of a tree; `None` where its root is gone."""
        memories = {pid: self._procfs.memory(pid) for pid in members}
        alive = {pid: memory for pid, memory in memories.items() if memory is not None}
        if root not in alive:
            return None
        held = {pid: m.held_bytes for pid, m in alive.items() if m.held_bytes is not None}
        if len(held) > 1:
            self._assume(root, alive[root], held)
            self._measure(frozenset(held), held)
        return ProcessReading(
            pid=root,
            rss_bytes=self._total(held) if root in held else None,
            file_bytes=max((m.file_bytes or 0 for m in alive.values()), default=None),
            processes=len(alive),
        )

    def forget_all_but(self, pids: frozenset[int]) -> None:
        """Drop what is known of processes that are gone."""
        for pid in self._seen - pids:
            self._procfs.forget(pid)
            self._overlaps.pop(pid, None)
        self._seen = pids

    def _total(self, held: Mapping[int, int]) -> int:
        if len(held) == 1:
            return next(iter(held.values()))
        own = sum(max(size - self._overlap(pid), 0) for pid, size in held.items())
        return max(own, *held.values())

    def _overlap(self, pid: int) -> int:
        overlap = self._overlaps.get(pid)
        return overlap.bytes if overlap else 0

    def _assume(self, root: int, root_memory: ProcessMemory, held: Mapping[int, int]) -> None:
        limit = root_memory.held_bytes or 0
        for pid, size in held.items():
            if pid != root and pid not in self._overlaps:
                self._overlaps[pid] = _Overlap(min(size, limit))

    def _measure(self, members: frozenset[int], held: Mapping[int, int]) -> None:
        """Measure where it pays, at most `MAX_LOAD` of a core, never a huge process."""
        now = self._clock()
        stale = any(
            pid not in self._overlaps or self._overlaps[pid].members != members for pid in held
        )
        shareable = sum(held.values()) - max(held.values())
        longest = max(held.values()) * SECONDS_PER_BYTE
        if now < self._quiet_until or shareable < WORTH_BYTES or longest > MAX_STOP_SECONDS:
            return
        for pid, size in held.items():
            shared = self._procfs.shared(pid)
            if shared is not None:
                overlap = max(size - shared.anon_bytes - shared.shmem_bytes, 0)
                self._overlaps[pid] = _Overlap(overlap, members)
        cost = self._clock() - now
        # Without new members the picture changes slowly.
        self._quiet_until = now + max(cost / MAX_LOAD, 1.0 if stale else 10.0)

"""Memory of a process tree, with pages that forked workers share counted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jupyterlab_headroom.cadence import sharing as cadence
from jupyterlab_headroom.cadence.sharing import SharingMeasurement
from jupyterlab_headroom.nouns.memory import ProcessReading
from jupyterlab_headroom.sources.proc.procfs import ProcessMemory, Procfs


@dataclass
class _Share:
    """The memory that one process maps, but that is counted for others in its tree."""

    #: Anonymous memory that is counted for other processes.
    anon_bytes: int
    #: Its proportional share of shared memory; `None` if not measured.
    shmem_bytes: int | None = None


class TreeMemory:
    """Adds up the memory of trees. Remembers what each process shares; measures it when cheap.

    Until it is measured, a child is assumed to share all the anonymous memory it had when it was
    first seen: this is true right after a fork, and what it allocates later is its own. Unmeasured
    shared memory (RssShmem) counts once, with the amount of the process that maps most of it.
    Not thread-safe.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._procfs = procfs
        self._clock = clock
        self._shares: dict[int, _Share] = {}
        self._measurements: dict[int, SharingMeasurement] = {}
        #: Readings of single processes, by the memory they were made from: an idle process keeps
        #: the same object.
        self._singles: dict[int, tuple[ProcessMemory, ProcessReading]] = {}
        self._seen: frozenset[int] = frozenset()
        self._quiet_until = 0.0

    def read(self, root: int, members: frozenset[int]) -> ProcessReading | None:
        """Return the memory of a tree; `None` if its root is gone."""
        if len(members) == 1:
            return self._single(root)
        memories = {pid: self._procfs.memory(pid) for pid in members}
        alive = {pid: memory for pid, memory in memories.items() if memory is not None}
        if root not in alive:
            return None
        # A zombie holds no memory, and its `status` has no lines about memory.
        held = {pid: m for pid, m in alive.items() if m.held_bytes is not None}
        if len(held) > 1:
            self._assume(root, held)
            if self._is_worth_measuring(root, held):
                self._measure(root, held)
        return ProcessReading(
            pid=root,
            rss_bytes=self._total(held) if root in held else None,
            processes=len(held),
        )

    def _single(self, root: int) -> ProcessReading | None:
        """Return the memory of a tree of one process, as most trees are: nothing is shared."""
        memory = self._procfs.memory(root)
        if memory is None:
            return None
        last = self._singles.get(root)
        if last is not None and last[0] is memory:
            return last[1]
        held = memory.held_bytes
        reading = ProcessReading(root, held, 0 if held is None else 1)
        self._singles[root] = memory, reading
        return reading

    def forget_all_but(self, pids: frozenset[int]) -> None:
        """Drop what is known about processes that are gone."""
        for pid in self._seen - pids:
            self._procfs.forget(pid)
            self._shares.pop(pid, None)
            self._measurements.pop(pid, None)
            self._singles.pop(pid, None)
        self._seen = pids

    def _total(self, held: Mapping[int, ProcessMemory]) -> int:
        shares = {pid: self._shares.get(pid, _Share(0)) for pid in held}
        anon = sum(max(_anon(m) - shares[pid].anon_bytes, 0) for pid, m in held.items())
        shmem = sum(share.shmem_bytes or 0 for share in shares.values())
        shmem = max(shmem, *(m.shmem_bytes or 0 for m in held.values()), 0)
        return max(anon + shmem, *(m.held_bytes or 0 for m in held.values()), 0)

    def _assume(self, root: int, held: Mapping[int, ProcessMemory]) -> None:
        limit = _anon(held[root]) if root in held else 0
        for pid, memory in held.items():
            if pid != root and pid not in self._shares:
                self._shares[pid] = _Share(min(_anon(memory), limit))

    def _is_worth_measuring(self, root: int, held: Mapping[int, ProcessMemory]) -> bool:
        now = self._clock()
        return now >= self._quiet_until and cadence.is_worth_measuring(
            now, _sizes(held), self._measurements.get(root)
        )

    def _measure(self, root: int, held: Mapping[int, ProcessMemory]) -> None:
        """Ask Linux for the proportional sizes, then pause long enough to keep the cost low."""
        start = self._clock()
        for pid, memory in held.items():
            shared = self._procfs.shared(pid)
            if shared is not None:
                overlap = max(_anon(memory) - shared.anon_bytes, 0)
                self._shares[pid] = _Share(overlap, shared.shmem_bytes)
        shareable = cadence.shareable_bytes(_sizes(held))
        self._measurements[root] = SharingMeasurement(start, frozenset(held), shareable)
        self._quiet_until = cadence.quiet_until_s(start, self._clock())


def _sizes(held: Mapping[int, ProcessMemory]) -> dict[int, int]:
    return {pid: memory.held_bytes or 0 for pid, memory in held.items()}


def _anon(memory: ProcessMemory) -> int:
    return memory.anon_bytes or 0

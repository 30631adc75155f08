"""Memory of a process tree, with pages that forked workers share counted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jupyterlab_headroom.cadence import sharing as cadence
from jupyterlab_headroom.cadence.sharing import SharingPicture
from jupyterlab_headroom.nouns.memory import ProcessReading
from jupyterlab_headroom.sources.proc.procfs import ProcessMemory, Procfs


@dataclass
class _Share:
    """What one process maps, but others of its tree account for."""

    #: Anonymous pages that are counted elsewhere.
    anon_bytes: int
    #: Its proportional part of shared memory; `None`: not measured.
    shmem_bytes: int | None = None


class TreeMemory:
    """Adds up trees. Remembers what each process shares; measures it when that is cheap.

    Until it is measured, a child is taken to share all anonymous memory it had when it was
    first seen: right after a fork that is so, and what it takes later is its own. Shared memory
    (RssShmem) that is not measured counts once, as in the process that maps most of it.
    Not for threads.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._procfs = procfs
        self._clock = clock
        self._shares: dict[int, _Share] = {}
        self._pictures: dict[int, SharingPicture] = {}
        #: What was made of the memory of a process alone: while it idles, that stays one object.
        self._singles: dict[int, tuple[ProcessMemory, ProcessReading]] = {}
        self._seen: frozenset[int] = frozenset()
        self._quiet_until = 0.0

    def read(self, root: int, members: frozenset[int]) -> ProcessReading | None:
        """Return the memory of a tree; `None` where its root is gone."""
        if len(members) == 1:
            return self._single(root)
        memories = {pid: self._procfs.memory(pid) for pid in members}
        alive = {pid: memory for pid, memory in memories.items() if memory is not None}
        if root not in alive:
            return None
        # A zombie holds nothing any more, and says so by saying nothing.
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
        """A tree of one, as most are, shares with nobody."""
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
        """Drop what is known of processes that are gone."""
        for pid in self._seen - pids:
            self._procfs.forget(pid)
            self._shares.pop(pid, None)
            self._pictures.pop(pid, None)
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
            now, _sizes(held), self._pictures.get(root)
        )

    def _measure(self, root: int, held: Mapping[int, ProcessMemory]) -> None:
        """Ask Linux for the proportional sizes; then be quiet long enough to cost little."""
        start = self._clock()
        for pid, memory in held.items():
            shared = self._procfs.shared(pid)
            if shared is not None:
                overlap = max(_anon(memory) - shared.anon_bytes, 0)
                self._shares[pid] = _Share(overlap, shared.shmem_bytes)
        shareable = cadence.shareable_bytes(_sizes(held))
        self._pictures[root] = SharingPicture(start, frozenset(held), shareable)
        self._quiet_until = cadence.quiet_until_s(start, self._clock())


def _sizes(held: Mapping[int, ProcessMemory]) -> dict[int, int]:
    return {pid: memory.held_bytes or 0 for pid, memory in held.items()}


def _anon(memory: ProcessMemory) -> int:
    return memory.anon_bytes or 0

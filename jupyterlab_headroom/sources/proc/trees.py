"""Which processes belong to a kernel: its descendants, and orphans in its session or group."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Protocol

from jupyterlab_headroom.cadence.processes import FULL_LOOK_SECONDS
from jupyterlab_headroom.sources.proc.procfs import Kin, Procfs

#: Reading the table takes about a millisecond. A thread that has waited this long for another one
#: uses the last snapshot instead: the watch must not wait for a hung sampler, or vice versa.
_LOCK_TIMEOUT_SECONDS = 0.005
#: Up to this many pids are probed one by one (3 us each); for more, all of /proc is listed (300 us
#: with 90 processes). Most new numbers are threads of any process on the machine.
MAX_PROBED = 32
#: A pid is assigned a moment before its process becomes visible, so this many of the last pids are
#: probed again next time.
_PROBED_AGAIN = 4


#: Root -> the pids of its tree, including the root. Never modified after it was returned.
Trees = Mapping[int, frozenset[int]]


class TreeSource(Protocol):
    """Provides the process trees of kernels."""

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree; the same object again if nothing changed."""


class ProcessTable:
    """Remembers the parent, group and session of each process.

    They are read once, when a process is first seen: a worker whose parent has died is adopted by
    process 1, but still belongs to the kernel that started it. Not thread-safe.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._procfs = procfs
        self._clock = clock
        self._kin: dict[int, Kin] = {}
        self._last_pid: int | None = None
        self._looked: float | None = None
        self._trees: Trees = {}

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree, including itself, but no other root and its tree."""
        roots = frozenset(roots)
        if not roots:
            return {}
        changed = self._refresh(roots)
        if changed or roots != self._trees.keys():
            self._trees = collect(self._kin, roots, self._trees)
        return self._trees

    def _refresh(self, roots: frozenset[int]) -> bool:
        now, own = self._clock(), self._procfs.last_own_pid()
        last_pid = self._procfs.last_pid() if own is None else own
        before, self._last_pid = self._last_pid, last_pid
        recent = self._looked is not None and now - self._looked < FULL_LOOK_SECONDS
        if recent and roots <= self._kin.keys():
            if last_pid is not None and last_pid == before:
                return False
            numbers = _between(before, own)
            members = [pid for root, tree in self._trees.items() for pid in tree if pid != root]
            if numbers and len(numbers) + len(members) <= MAX_PROBED:
                return self._probe(numbers, members)
        if before is not None and (last_pid is None or last_pid < before):
            self._forget_non_members()
        self._looked = now
        return self._scan()

    def _forget_non_members(self) -> None:
        """Drop all processes outside the trees: pids have wrapped around and may be reused."""
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        self._kin = {pid: kin for pid, kin in self._kin.items() if pid in members}

    def _probe(self, numbers: Iterable[int], members: Iterable[int]) -> bool:
        """Check only the pids that may be new, and the members that may be gone."""
        gone = {pid for pid in members if not self._procfs.exists(pid)}
        return self._update(gone, {pid for pid in numbers if pid not in self._kin})

    def _scan(self) -> bool:
        """Check all visible processes."""
        present = set(self._procfs.pids())
        return self._update(self._kin.keys() - present, present - self._kin.keys())

    def _update(self, gone: Set[int], new: Set[int]) -> bool:
        """Record new and vanished processes; return whether they can affect a tree (few do)."""
        for pid in gone:
            self._kin.pop(pid, None)
        found = {pid: kin for pid in new if (kin := self._procfs.kin(pid)) is not None}
        self._kin |= found
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        # This includes a pid that was a member, and now belongs to another process.
        lost = members & (gone | new)
        if lost:
            self._trees = {root: tree - lost for root, tree in self._trees.items()}
        return bool(lost) or any(
            kin.parent in members or kin.session in self._trees or kin.group in self._trees
            for kin in found.values()
        )


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The trees at one moment."""

    taken_s: float = -math.inf
    trees: Trees = field(default_factory=dict)


class SharedProcessTable:
    """One table for several readers, each on its own thread.

    The lock is only held while `/proc` is read; what is returned is never modified.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._table = ProcessTable(procfs, clock)
        self._clock = clock
        self._lock = threading.Lock()
        self._readers: tuple[TreeReader, ...] = ()
        self._snapshot = _Snapshot()

    def reader(self, *, max_age_seconds: float = 0.0) -> TreeReader:
        """Return a view for one thread, which accepts a snapshot younger than `max_age_seconds`.

        Call this while the server is being set up, before any thread reads the table.
        """
        reader = TreeReader(self, max_age_seconds)
        self._readers = (*self._readers, reader)
        return reader

    def look(self, roots: frozenset[int], max_age_seconds: float) -> Trees:
        """Return the trees of these roots and those of all other readers.

        A new root may be missing while another thread is reading the table.
        """
        snapshot, now = self._snapshot, self._clock()
        if now - snapshot.taken_s < max_age_seconds and roots <= snapshot.trees.keys():
            return snapshot.trees
        if not self._lock.acquire(timeout=_LOCK_TIMEOUT_SECONDS):
            return self._snapshot.trees
        try:
            # The roots of all readers, since the table forgets orphans of roots not asked for.
            everyone = frozenset().union(*(reader.roots for reader in self._readers))
            snapshot = self._snapshot = _Snapshot(now, self._table.trees(everyone))
        finally:
            self._lock.release()
        return snapshot.trees


class TreeReader:
    """One thread's view of the shared table: the trees of the roots that it asks for."""

    def __init__(self, table: SharedProcessTable, max_age_seconds: float) -> None:
        self._table = table
        self._max_age_seconds = max_age_seconds
        #: The roots last asked for. Other readers' threads read this.
        self.roots: frozenset[int] = frozenset()
        self._all: Trees = {}
        self._own: Trees = {}

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree; the same object again if nothing changed."""
        before, self.roots = self.roots, frozenset(roots)
        found = self._table.look(self.roots, self._max_age_seconds) if self.roots else {}
        if found is not self._all or before != self.roots:
            self._all = found
            is_all = found.keys() == self.roots
            self._own = found if is_all else {r: found[r] for r in self.roots if r in found}
        return self._own


def _between(before: int | None, now: int | None) -> range | None:
    """Return the pids assigned since `before`; `None` if unknown, or if pids wrapped around."""
    if before is None or now is None or now < before:
        return None
    return range(max(before + 1 - _PROBED_AGAIN, 1), now + 1)


def collect(
    kin: Mapping[int, Kin],
    roots: frozenset[int],
    before: Mapping[int, frozenset[int]] | None = None,
) -> dict[int, frozenset[int]]:
    """Return root -> its descendants and the processes of its session or process group.

    `before`: those that belonged to it last time and still run. They remain members, as the link
    to a grandchild is lost when the child between them ends.
    """
    children: dict[int, list[int]] = defaultdict(list)
    for root, members in (before or {}).items():
        children[root].extend(members - {root})
    for pid, k in kin.items():
        children[k.parent].append(pid)
        # Session and group are identified by their leader's pid; orphans keep both.
        for leader in {k.session, k.group} & roots:
            children[leader].append(pid)
    return {root: frozenset(_walk(root, children, roots)) for root in roots}


def _walk(root: int, children: Mapping[int, list[int]], roots: frozenset[int]) -> set[int]:
    found, waiting = {root}, [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found and child not in roots:
                found.add(child)
                waiting.append(child)
    return found

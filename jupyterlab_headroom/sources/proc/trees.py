"""Which processes belong to a kernel: its descendants, and what it left in its session."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Protocol

from jupyterlab_headroom.cadence.processes import FULL_LOOK_SECONDS
from jupyterlab_headroom.sources.proc.procfs import Kin, Procfs

#: A look takes about a millisecond. Whoever finds another one under way for longer than this goes
#: on with the last picture: the watch must not wait for a sampler that hangs, nor the other way.
_LOCK_TIMEOUT_SECONDS = 0.005
#: Up to so many numbers are asked for one by one (3 us each); for more, all of /proc is listed
#: (300 us with 90 processes). Most new numbers are threads', of anything on the machine.
MAX_PROBED = 32
#: A number is given out a moment before its process can be seen: the last ones are asked twice.
_PROBED_AGAIN = 4


#: Root -> the processes of its tree, itself included. Never changed once it is handed out.
Trees = Mapping[int, frozenset[int]]


class TreeSource(Protocol):
    """Tells which processes belong to which kernel."""

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree, itself included; one object while nothing changes."""


class ProcessTable:
    """Remembers where each process came from.

    A process is asked once, when it is first seen: a worker whose parent has died is adopted by
    process 1, but still belongs to the kernel that started it. Not for threads.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._procfs = procfs
        self._clock = clock
        self._kin: dict[int, Kin] = {}
        self._last_pid: int | None = None
        self._looked: float | None = None
        self._trees: Trees = {}

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree, the root included. Another root starts its own tree."""
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
        """Pids started over: a number may be another process now. Members keep their tree."""
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        self._kin = {pid: kin for pid, kin in self._kin.items() if pid in members}

    def _probe(self, numbers: Iterable[int], members: Iterable[int]) -> bool:
        """Look only at what may have come, and at who may have gone."""
        gone = {pid for pid in members if not self._procfs.exists(pid)}
        return self._update(gone, {pid for pid in numbers if pid not in self._kin})

    def _scan(self) -> bool:
        """Look at everything that can be seen."""
        present = set(self._procfs.pids())
        return self._update(self._kin.keys() - present, present - self._kin.keys())

    def _update(self, gone: Set[int], new: Set[int]) -> bool:
        """Note who came and went; return whether that can change a tree: rarely does it."""
        for pid in gone:
            self._kin.pop(pid, None)
        found = {pid: kin for pid in new if (kin := self._procfs.kin(pid)) is not None}
        self._kin |= found
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        # Also a number that was a member before, and is another process now.
        lost = members & (gone | new)
        if lost:
            self._trees = {root: tree - lost for root, tree in self._trees.items()}
        return bool(lost) or any(
            kin.parent in members or kin.session in self._trees or kin.group in self._trees
            for kin in found.values()
        )


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The trees of one moment."""

    taken_s: float = -math.inf
    trees: Trees = field(default_factory=dict)


class SharedProcessTable:
    """One table for several readers, each on its own thread.

    The lock is held only while `/proc` is read; what is handed out never changes.
    """

    def __init__(self, procfs: Procfs, clock: Callable[[], float]) -> None:
        self._table = ProcessTable(procfs, clock)
        self._clock = clock
        self._lock = threading.Lock()
        self._readers: tuple[TreeReader, ...] = ()
        self._snapshot = _Snapshot()

    def reader(self, *, max_age_seconds: float = 0.0) -> TreeReader:
        """Return a view for one thread, which accepts a picture that is younger than this.

        Ask for it while the parts are built, before any thread looks.
        """
        reader = TreeReader(self, max_age_seconds)
        self._readers = (*self._readers, reader)
        return reader

    def look(self, roots: frozenset[int], max_age_seconds: float) -> Trees:
        """Return the trees of these roots and those of every other reader.

        A root that is new may be missing while another look is under way.
        """
        snapshot, now = self._snapshot, self._clock()
        if now - snapshot.taken_s < max_age_seconds and roots <= snapshot.trees.keys():
            return snapshot.trees
        if not self._lock.acquire(timeout=_LOCK_TIMEOUT_SECONDS):
            return self._snapshot.trees
        try:
            # Of all readers: the table forgets the orphans of a root that it is not asked for.
            everyone = frozenset().union(*(reader.roots for reader in self._readers))
            snapshot = self._snapshot = _Snapshot(now, self._table.trees(everyone))
        finally:
            self._lock.release()
        return snapshot.trees


class TreeReader:
    """What one thread sees of the shared table: the trees of the roots that it asks for."""

    def __init__(self, table: SharedProcessTable, max_age_seconds: float) -> None:
        self._table = table
        self._max_age_seconds = max_age_seconds
        #: What was asked for last; looks of the others read it.
        self.roots: frozenset[int] = frozenset()
        self._all: Trees = {}
        self._own: Trees = {}

    def trees(self, roots: Iterable[int]) -> Trees:
        """Return root -> pids of its tree, itself included; one object while nothing changes."""
        before, self.roots = self.roots, frozenset(roots)
        found = self._table.look(self.roots, self._max_age_seconds) if self.roots else {}
        if found is not self._all or before != self.roots:
            self._all = found
            is_all = found.keys() == self.roots
            self._own = found if is_all else {r: found[r] for r in self.roots if r in found}
        return self._own


def _between(before: int | None, now: int | None) -> range | None:
    """Return the numbers given out since; `None` where that is not known, or they started over."""
    if before is None or now is None or now < before:
        return None
    return range(max(before + 1 - _PROBED_AGAIN, 1), now + 1)


def collect(
    kin: Mapping[int, Kin],
    roots: frozenset[int],
    before: Mapping[int, frozenset[int]] | None = None,
) -> dict[int, frozenset[int]]:
    """Return root -> its descendants and the processes of its session or process group.

    `before`: who belonged to it at the last look, and still runs. They stay: the link to a
    grandchild is lost when the child between them ends.
    """
    children: dict[int, list[int]] = defaultdict(list)
    for root, members in (before or {}).items():
        children[root].extend(members - {root})
    for pid, k in kin.items():
        children[k.parent].append(pid)
        # A leader's number names the session and the group; orphans keep both.
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

"""Which processes belong to a kernel: its descendants, and what it left in its session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set

from jupyterlab_headroom.sources.proc.procfs import Kin, Procfs

#: Even when no new pid shows, look at the whole table this often (lxcfs updates it late).
FULL_LOOK_SECONDS = 5.0
#: Up to so many numbers are asked for one by one (3 us each); for more, all of /proc is listed
#: (300 us with 90 processes). Most new numbers are threads', of anything on the machine.
MOST_ASKED = 32
#: A number is given out a moment before its process can be seen: the last ones are asked twice.
_ASKED_TWICE = 4


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
        self._trees: Mapping[int, frozenset[int]] = {}

    def trees(self, roots: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return root -> pids of its tree, the root included. Another root starts its own tree."""
        roots = frozenset(roots)
        if not roots:
            return {}
        changed = self._look(roots)
        if changed or roots != self._trees.keys():
            self._trees = collect(self._kin, roots, self._trees)
        return self._trees

    def _look(self, roots: frozenset[int]) -> bool:
        now, own = self._clock(), self._procfs.last_own_pid()
        last_pid = self._procfs.last_pid() if own is None else own
        before, self._last_pid = self._last_pid, last_pid
        recent = self._looked is not None and now - self._looked < FULL_LOOK_SECONDS
        if recent and roots <= self._kin.keys():
            if last_pid is not None and last_pid == before:
                return False
            numbers = _between(before, own)
            members = [pid for root, tree in self._trees.items() for pid in tree if pid != root]
            if numbers and len(numbers) + len(members) <= MOST_ASKED:
                return self._ask(numbers, members)
        if before is not None and (last_pid is None or last_pid < before):
            self._forget_foreign()
        self._looked = now
        return self._list()

    def _forget_foreign(self) -> None:
        """Pids started over: a number may be another process now. Members keep their tree."""
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        self._kin = {pid: kin for pid, kin in self._kin.items() if pid in members}

    def _ask(self, numbers: Iterable[int], members: Iterable[int]) -> bool:
        """Look only at what may have come, and at who may have gone."""
        gone = {pid for pid in members if not self._procfs.exists(pid)}
        return self._update(gone, {pid for pid in numbers if pid not in self._kin})

    def _list(self) -> bool:
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


def _between(before: int | None, now: int | None) -> range | None:
    """Return the numbers given out since; `None` where that is not known, or they started over."""
    if before is None or now is None or now < before:
        return None
    return range(max(before + 1 - _ASKED_TWICE, 1), now + 1)


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

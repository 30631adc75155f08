"""Which processes belong to a kernel: its descendants, and what it left in its session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from jupyterlab_headroom.sources.procfs import Kin, Procfs

#: Even when no new pid shows, look at the whole table this often (lxcfs updates it late).
FULL_LOOK_SECONDS = 5.0


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
        now, last_pid = self._clock(), self._procfs.last_pid()
        quiet = last_pid is not None and last_pid == self._last_pid
        recent = self._looked is not None and now - self._looked < FULL_LOOK_SECONDS
        if quiet and recent and roots <= self._kin.keys():
            return False
        if self._last_pid is not None and (last_pid is None or last_pid < self._last_pid):
            self._forget_foreign()
        self._last_pid, self._looked = last_pid, now
        return self._read_new()

    def _forget_foreign(self) -> None:
        """Pids started over: a number may be another process now. Members keep their tree."""
        members = frozenset().union(*self._trees.values()) if self._trees else frozenset()
        self._kin = {pid: kin for pid, kin in self._kin.items() if pid in members}

    def _read_new(self) -> bool:
        present = set(self._procfs.pids())
        gone = self._kin.keys() - present
        for pid in gone:
            del self._kin[pid]
        new = present - self._kin.keys()
        # Also a number that was a member before, and is another process now.
        self._trees = {root: members - gone - new for root, members in self._trees.items()}
        for pid in new:
            kin = self._procfs.kin(pid)
            if kin is not None:
                self._kin[pid] = kin
        return bool(gone or new)


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

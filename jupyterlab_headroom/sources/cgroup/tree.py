"""Finds the control groups of processes, and reads each visible level at most once per tick."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jupyterlab_headroom.cadence import turns
from jupyterlab_headroom.nouns.memory import LimitKind, LimitManager
from jupyterlab_headroom.sources.cgroup.groups import NamedLevel
from jupyterlab_headroom.sources.cgroup.hierarchy import Folder, Hierarchy, find_hierarchy
from jupyterlab_headroom.sources.cgroup.managers import guess_container, guess_manager
from jupyterlab_headroom.sources.cgroup.memcg import LevelMemory, read_v1, read_v2
from jupyterlab_headroom.sources.files import KeptFiles, Roots, read_text

#: Above this size the cache is cleared, so that groups that are gone do not pile up.
_MAX_GROUPS = 256


@dataclass(slots=True)
class _Membership:
    """The text of /proc/PID/cgroup, and how often it has been read."""

    text: str
    reads: int = 1


class CgroupTree:
    """The hierarchy that limits memory, as seen from here. Not thread-safe."""

    def __init__(self, roots: Roots, files: KeptFiles) -> None:
        self._proc = str(roots.proc)
        self._files = files
        self._hierarchy = find_hierarchy(roots)
        self._base = self._hierarchy.base if self._hierarchy else ""
        #: Which version limits memory here; "unknown" where none does.
        self.kind = _kind(self._hierarchy)
        self._container = guess_container(read_text(roots.proc / "self" / "mountinfo"))
        #: Directory -> the tick in which it was read, and the result.
        self._levels: dict[str, tuple[int, LevelMemory]] = {}
        #: Text of /proc/PID/cgroup -> directories with their managers, own group first.
        self._folders: dict[str, Sequence[tuple[Folder, LimitManager | None]]] = {}
        #: Text of /proc/PID/cgroup -> the relevant levels; only kept where no level has a limit.
        self._relevant: dict[str, Sequence[NamedLevel]] = {}
        self._memberships: dict[int | str, _Membership] = {}
        self._tick = 0
        self._full_tick = 0
        #: From this tick on, the topmost group is checked again for a limit above it.
        self._hidden_due = 0

    def new_tick(self, *, is_full: bool = True) -> None:
        """Invalidate the last readings, as limits may change while a container runs.

        `is_full`: also those of groups without a limit, in case they have been given one.
        """
        self._tick += 1
        if is_full:
            self._full_tick = self._tick
            self._relevant.clear()
        if len(self._folders) > _MAX_GROUPS:
            self._folders.clear()
            self._forget_levels()

    def levels_of(self, text: str) -> list[NamedLevel]:
        """Return the levels above all processes with this membership, their own first."""
        if self._hierarchy is None:
            return []
        folders = self._folders.get(text)
        if folders is None:
            found = self._hierarchy.folders(text)
            folders = self._folders[text] = [(place, self._manager(*place)) for place in found]
        return [NamedLevel(name, self._level(f), manager) for (name, f), manager in folders]

    def relevant_levels_of(self, text: str) -> Sequence[NamedLevel]:
        """Return the levels that have a limit or a flag. Usually there are none, which is fast."""
        relevant = self._relevant.get(text)
        if relevant is None:
            relevant = [place for place in self.levels_of(text) if not place.level.has_no_settings]
            if all(place.level.limit_bytes is None for place in relevant):
                self._relevant[text] = relevant
        return relevant

    def _forget_levels(self) -> None:
        self._levels.clear()
        self._relevant.clear()

    def forget_all_but(self, pids: Collection[int]) -> None:
        """Drop what is known about processes that are gone.

        Their pids may be reused, and so may the names of their groups.
        """
        self._forget_levels()
        for pid in self._memberships.keys() - pids:
            if isinstance(pid, int):
                del self._memberships[pid]

    def membership(self, pid: int | str) -> str:
        """Return the text of /proc/PID/cgroup, which is equal for processes in the same groups."""
        if self._hierarchy is None:
            return ""
        known = self._memberships.get(pid)
        number = pid if isinstance(pid, int) else 0
        if known is not None and not turns.reads_membership(self._tick, number, known.reads):
            return known.text
        # The file is kept open; reading it again shows the new group if the process was moved.
        text = self._files.read(f"{self._proc}/{pid}/cgroup") or ""
        self._memberships[pid] = _Membership(text, known.reads + 1 if known else 1)
        return text

    def _manager(self, name: str, folder: str) -> LimitManager | None:
        return guess_manager(name) or (self._container if folder == self._base else None)

    def _level(self, folder: str) -> LevelMemory:
        known = self._levels.get(folder)
        if known is not None:
            read_in, level = known
            if read_in >= (self._full_tick if level.limit_bytes is None else self._tick):
                return level
        if self.kind == "cgroup-v1":
            level = self._read_v1(folder)
        else:
            level = read_v2(self._files.read, folder)
        self._levels[folder] = self._tick, level
        return level

    def _read_v1(self, folder: str) -> LevelMemory:
        """Read a group.

        If the topmost group has no hidden limit, its `memory.stat` (60 us) is only read again every
        `HIDDEN_LIMIT_TURNS` ticks.
        """
        topmost = folder == self._base and self._tick >= self._hidden_due
        level = read_v1(self._files.read, folder, topmost=topmost)
        if topmost and level.limit_bytes is None:
            self._hidden_due = self._tick + turns.HIDDEN_LIMIT_TURNS
        return level


def _kind(hierarchy: Hierarchy | None) -> LimitKind:
    if hierarchy is None:
        return "unknown"
    return "cgroup-v1" if hierarchy.mount.version == "v1" else "cgroup-v2"

"""The control groups above a process, as far as they are visible from here."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.nouns.counters import Level
from jupyterlab_headroom.sources.cgroup.counters import oom_kill_file
from jupyterlab_headroom.sources.cgroup.hierarchy import Hierarchy, find_hierarchy
from jupyterlab_headroom.sources.cgroup.managers import guess_container, guess_manager
from jupyterlab_headroom.sources.files import Reader, Roots, read_text

#: Most processes are in the same few groups. At this size the cache is cleared, which also gets rid
#: of groups that no longer exist.
_MAX_KNOWN = 64


class LevelFinder:
    """Finds the control groups that hold the OOM counters of a process. Not thread-safe."""

    def __init__(self, roots: Roots | None = None, read: Reader = read_text) -> None:
        self._roots = roots or Roots()
        self._read = read
        self._hierarchy = find_hierarchy(self._roots)
        self._container = guess_container(read_text(self._roots.proc / "self" / "mountinfo"))
        #: Text of /proc/PID/cgroup -> its groups.
        self._known: dict[str, tuple[Level, ...]] = {}

    def levels_of(self, pid: int) -> tuple[Level, ...]:
        """Return the memory groups of `pid`, its own first, up to the visible root.

        Empty when the process is gone, so call it while the process is alive: on v1, a zombie
        already has no group.
        """
        if self._hierarchy is None:
            return ()
        text = self._read(f"{self._roots.proc}/{pid}/cgroup") or ""
        known = self._known.get(text)
        if known is None or not known[0].directory.is_dir():
            known = self._find(self._hierarchy, text)
            if known:
                self._remember(text, known)
        return known

    def _find(self, hierarchy: Hierarchy, text: str) -> tuple[Level, ...]:
        version = 1 if hierarchy.mount.version == "v1" else 2
        return tuple(
            Level(
                Path(folder),
                name,
                version,
                guess_manager(name) or (self._container if folder == hierarchy.base else None),
                oom_kill_file(Path(folder), version),
            )
            for name, folder in hierarchy.folders(text)
        )

    def _remember(self, text: str, levels: tuple[Level, ...]) -> None:
        if len(self._known) >= _MAX_KNOWN:
            self._known.clear()
        self._known[text] = levels

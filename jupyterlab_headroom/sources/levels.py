"""The control groups above a process, as far as they can be seen from here."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.sources.counters import Level
from jupyterlab_headroom.sources.files import Roots, read_text
from jupyterlab_headroom.sources.hierarchy import find_hierarchy


class LevelFinder:
    """Finds where the OOM counters of a process are kept."""

    def __init__(self, roots: Roots | None = None) -> None:
        self._roots = roots or Roots()
        self._hierarchy = find_hierarchy(self._roots)

    def levels_of(self, pid: int) -> tuple[Level, ...]:
        """Return the memory groups of `pid`, its own first, up to the visible root.

        Empty when the process is gone: ask while it lives. v1 forgets the group of a zombie.
        """
        if self._hierarchy is None:
            return ()
        text = read_text(self._roots.proc / str(pid) / "cgroup")
        version = 1 if self._hierarchy.mount.version == "v1" else 2
        folders = self._hierarchy.folders(text or "")
        return tuple(Level(Path(folder), name, version) for name, folder in folders)

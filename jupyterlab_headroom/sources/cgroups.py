"""Finds the control groups of processes, and reads each visible level once per tick."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.sources.files import KeptFiles, Roots, read_text
from jupyterlab_headroom.sources.groups import Place
from jupyterlab_headroom.sources.memcg import LevelMemory, read_v1, read_v2
from jupyterlab_headroom.sources.mounts import (
    CgroupMount,
    below_mount,
    memory_mount,
    memory_path,
    parse_mountinfo,
    parse_proc_cgroup,
)
from jupyterlab_headroom.types import LimitKind


class CgroupTree:
    """The hierarchy that limits memory, as seen from here. Not for threads."""

    def __init__(self, roots: Roots, files: KeptFiles) -> None:
        self._roots = roots
        self._files = files
        mountinfo = read_text(roots.proc / "self" / "mountinfo")
        self._mount: CgroupMount | None = memory_mount(parse_mountinfo(mountinfo))
        self._tick: dict[str, LevelMemory] = {}

    @property
    def kind(self) -> LimitKind:
        """Which version limits memory here; "unknown" where none does."""
        if self._mount is None:
            return "unknown"
        return "cgroup-v1" if self._mount.version == "v1" else "cgroup-v2"

    def new_tick(self) -> None:
        """Forget the last readings: limits may change while a container runs."""
        self._tick.clear()

    def chain_of(self, pid: int | str) -> list[Place]:
        """Return the levels above a process, its own first; empty where there are none."""
        if self._mount is None:
            return []
        text = read_text(self._roots.proc / str(pid) / "cgroup")
        path = memory_path(parse_proc_cgroup(text), self._mount.version)
        if path is None:
            return []
        base = str(self._roots.here(self._mount.mount_point))
        below = below_mount(path, self._mount.root)
        if below and not Path(base + below).is_dir():
            below = ""  # host paths seen from inside: what is mounted is all we can see
        visible = [below, *_ancestors(below)]
        root = self._mount.root.rstrip("/") if not self._mount.root.startswith("/..") else ""
        return [
            Place(f"{root}{part}" or path_at_root(path, below), self._level(base + part))
            for part in visible
        ]

    def _level(self, folder: str) -> LevelMemory:
        level = self._tick.get(folder)
        if level is None and self._mount is not None:
            topmost = folder == str(self._roots.here(self._mount.mount_point))
            level = (
                read_v1(self._files.read, folder, topmost=topmost)
                if self._mount.version == "v1"
                else read_v2(self._files.read, folder)
            )
            self._tick[folder] = level
        return level or LevelMemory()


def path_at_root(path: str, below: str) -> str:
    """Return the name of the topmost visible group: its host path where that is all we know."""
    return path if not below else "/"


def _ancestors(below: str) -> list[str]:
    """Return the levels above `/a/b/c`: `/a/b`, `/a`, and the mounted group, "" ."""
    parts = below.strip("/").split("/") if below else []
    return ["/" + "/".join(parts[:n]) if n else "" for n in range(len(parts) - 1, -1, -1)]

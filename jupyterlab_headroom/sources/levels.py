"""The control groups above a process, as far as they can be seen from here."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.sources.counters import Level
from jupyterlab_headroom.sources.files import Roots, read_text
from jupyterlab_headroom.sources.mounts import (
    CgroupMount,
    below_mount,
    memory_mount,
    memory_path,
    parse_mountinfo,
    parse_proc_cgroup,
)


class LevelFinder:
    """Finds where the OOM counters of a process are kept."""

    def __init__(self, roots: Roots | None = None) -> None:
        self._roots = roots or Roots()
        mountinfo = read_text(self._roots.proc / "self" / "mountinfo")
        self._mount: CgroupMount | None = memory_mount(parse_mountinfo(mountinfo))

    def levels_of(self, pid: int) -> tuple[Level, ...]:
        """Return the memory groups of `pid`, its own first, up to the visible root.

        Empty when the process is gone: ask while it lives. v1 forgets the group of a zombie.
        """
        if self._mount is None:
            return ()
        text = read_text(self._roots.proc / str(pid) / "cgroup")
        path = memory_path(parse_proc_cgroup(text), self._mount.version)
        if path is None:
            return ()
        top = self._roots.here(self._mount.mount_point)
        below = below_mount(path, self._mount.root)
        if not Path(f"{top}{below}").is_dir():
            below = ""  # another namespace: all we see is what is mounted
        parts = [part for part in below.split("/") if part]
        root = "" if self._mount.root.startswith("/..") else self._mount.root.rstrip("/")
        version = 1 if self._mount.version == "v1" else 2
        return tuple(
            Level(
                directory=top.joinpath(*parts[:depth]),
                path="/".join([root, *parts[:depth]]) or "/",
                version=version,
            )
            for depth in range(len(parts), -1, -1)
        )

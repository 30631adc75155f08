"""Finds the control groups of processes, and reads each visible level once per tick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jupyterlab_headroom.sources.files import KeptFiles, Roots, read_text
from jupyterlab_headroom.sources.groups import Place
from jupyterlab_headroom.sources.managers import guess_container, guess_manager
from jupyterlab_headroom.sources.memcg import LevelMemory, read_v1, read_v2
from jupyterlab_headroom.sources.mounts import (
    CgroupMount,
    below_mount,
    memory_mount,
    memory_path,
    namespace_root,
    parse_mountinfo,
    parse_proc_cgroup,
)
from jupyterlab_headroom.types import LimitKind

#: (name of the group as Linux writes it, folder it can be read in)
_Folder = tuple[str, str]


class CgroupTree:
    """The hierarchy that limits memory, as seen from here. Not for threads."""

    def __init__(self, roots: Roots, files: KeptFiles) -> None:
        self._proc = str(roots.proc)
        self._files = files
        mountinfo = read_text(roots.proc / "self" / "mountinfo")
        self._mount: CgroupMount | None = memory_mount(parse_mountinfo(mountinfo))
        self._base = str(roots.here(self._mount.mount_point)) if self._mount else ""
        #: Where our namespace begins below the mount; "" unless it was mounted from outside.
        self._inside = self._namespace_root() if self._mount else ""
        self._container = guess_container(mountinfo)
        self._managers: dict[str, str | None] = {}
        self._read: dict[str, LevelMemory] = {}
        #: Text of /proc/PID/cgroup -> folders, own group first.
        self._folders: dict[str, Sequence[_Folder]] = {}

    @property
    def kind(self) -> LimitKind:
        """Which version limits memory here; "unknown" where none does."""
        if self._mount is None:
            return "unknown"
        return "cgroup-v1" if self._mount.version == "v1" else "cgroup-v2"

    def new_tick(self) -> None:
        """Forget the last readings: limits may change while a container runs."""
        self._read.clear()
        if len(self._folders) > 256:
            self._folders.clear()
            self._managers.clear()

    def chain_of(self, pid: int | str) -> list[Place]:
        """Return the levels above a process, its own first; empty where there are none."""
        if self._mount is None:
            return []
        # The kept descriptor follows a process that is moved.
        text = self._files.read(f"{self._proc}/{pid}/cgroup") or ""
        folders = self._folders.get(text)
        if folders is None:
            folders = self._folders[text] = visible_folders(
                text, self._mount, self._base, self._inside
            )
        return [Place(name, self._level(f), self._manager(name, f)) for name, f in folders]

    def _namespace_root(self) -> str:
        mount = self._mount
        if mount is None or not mount.root.startswith("/.."):
            return ""
        paths = parse_proc_cgroup(read_text(f"{self._proc}/self/cgroup"))
        pid = (read_text(f"{self._proc}/self/stat") or "").partition(" ")[0]
        path = memory_path(paths, mount.version) or "/"
        return namespace_root(Path(self._base), mount.root, path, pid)

    def _manager(self, name: str, folder: str) -> str | None:
        if name not in self._managers:
            hint = self._container if folder == self._base else None
            self._managers[name] = guess_manager(name) or hint
        return self._managers[name]

    def _level(self, folder: str) -> LevelMemory:
        level = self._read.get(folder)
        if level is None:
            if self._mount is not None and self._mount.version == "v1":
                level = read_v1(self._files.read, folder, topmost=folder == self._base)
            else:
                level = read_v2(self._files.read, folder)
            self._read[folder] = level
        return level


def visible_folders(text: str, mount: CgroupMount, base: str, inside: str = "") -> list[_Folder]:
    """Return the groups above a process that can be read from here, its own first.

    `text` is its /proc/PID/cgroup. A path that does not exist below the mount is a host path
    seen from inside a container: the mounted group is then all that can be seen.
    """
    path = memory_path(parse_proc_cgroup(text), mount.version)
    if path is None:
        return []
    outside = mount.root.startswith("/..")
    root = "" if outside else mount.root.rstrip("/")
    below = (inside + below_mount(path, root)).rstrip("/")
    if below and not Path(base + below).is_dir():
        below = ""
    if not below:
        # Only its name may still tell who made it.
        return [(path if ".." not in path else "/", base)]
    return [((root + part) or "/", base + part) for part in (below, *_ancestors(below))]


def _ancestors(below: str) -> list[str]:
    """Return the levels above `/a/b/c`: `/a/b`, `/a`, and the mounted group, ""."""
    parts = below.strip("/").split("/")
    return ["".join(f"/{part}" for part in parts[:n]) for n in range(len(parts) - 1, -1, -1)]

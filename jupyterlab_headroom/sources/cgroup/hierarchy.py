"""The control group hierarchy that limits memory, and where its groups can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.sources.cgroup.mounts import (
    CgroupMount,
    below_mount,
    memory_mount,
    memory_path,
    namespace_root,
    parse_mountinfo,
    parse_proc_cgroup,
)
from jupyterlab_headroom.sources.files import Roots, read_text

#: (path of the group as Linux writes it, directory where it can be read)
Folder = tuple[str, str]


@dataclass(frozen=True)
class Hierarchy:
    """Where the memory controller is mounted."""

    mount: CgroupMount
    #: Directory of the mounted group.
    base: str
    #: Path below the mount where our namespace begins; "" unless it was mounted from outside.
    inside: str = ""

    def folders(self, text: str) -> list[Folder]:
        """Return the groups above a process that can be read from here, its own first.

        `text` is the content of its /proc/PID/cgroup. A path that does not exist below the mount is
        a host path seen from inside a container; then only the mounted group is visible.
        """
        path = memory_path(parse_proc_cgroup(text), self.mount.version)
        if path is None:
            return []
        outside = self.mount.root.startswith("/..")
        root = "" if outside else self.mount.root.rstrip("/")
        below = (self.inside + below_mount(path, root)).rstrip("/")
        if below and not Path(self.base + below).is_dir():
            below = ""
        if not below:
            # The host path is kept because it may reveal who created the group.
            return [(path if ".." not in path else "/", self.base)]
        return [((root + part) or "/", self.base + part) for part in (below, *_ancestors(below))]


def find_hierarchy(roots: Roots) -> Hierarchy | None:
    """Return the hierarchy that limits memory; `None` where there is none."""
    mount = memory_mount(parse_mountinfo(read_text(roots.proc / "self" / "mountinfo")))
    if mount is None:
        return None
    base = roots.here(mount.mount_point)
    inside = _inside(roots.proc, mount, base) if mount.root.startswith("/..") else ""
    return Hierarchy(mount, str(base), inside)


def _inside(proc: Path, mount: CgroupMount, base: Path) -> str:
    paths = parse_proc_cgroup(read_text(proc / "self" / "cgroup"))
    pid = (read_text(proc / "self" / "stat") or "").partition(" ")[0]
    return namespace_root(base, mount.root, memory_path(paths, mount.version) or "/", pid)


def _ancestors(below: str) -> list[str]:
    """Return the levels above `/a/b/c`: `/a/b`, `/a`, and "" for the mounted group."""
    parts = below.strip("/").split("/")
    return ["".join(f"/{part}" for part in parts[:n]) for n in range(len(parts) - 1, -1, -1)]

"""Where the memory controller is: the mount table and a process's own group decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jupyterlab_headroom.sources.files import read_text

Version = Literal["v1", "v2"]


@dataclass(frozen=True)
class CgroupMount:
    """A mounted control group hierarchy."""

    version: Version
    #: The group that is mounted, as seen from our control group namespace.
    root: str
    mount_point: str
    #: The memory controller is attached here (v1 only; v2 says it in cgroup.controllers).
    has_memory: bool


def parse_mountinfo(text: str | None) -> Iterator[CgroupMount]:
    """Yield the control group mounts of `/proc/self/mountinfo` (format: proc(5))."""
    for line in (text or "").splitlines():
        left, separator, right = line.partition(" - ")
        fields, kind = left.split(" "), right.split(" ")
        if not separator or len(fields) < 6 or kind[0] not in ("cgroup", "cgroup2"):
            continue
        options = kind[2].split(",") if len(kind) > 2 else []
        version: Version = "v2" if kind[0] == "cgroup2" else "v1"
        root, point = _unescape(fields[3]), _unescape(fields[4])
        yield CgroupMount(version, root, point, version == "v1" and "memory" in options)


def memory_mount(mounts: Iterable[CgroupMount]) -> CgroupMount | None:
    """Return the hierarchy that limits memory: v1 if it has the controller, else v2.

    On a hybrid system v2 is mounted too, without controllers: it must not be used.
    """
    mounts = list(mounts)
    v1 = [m for m in mounts if m.version == "v1" and m.has_memory]
    v2 = [m for m in mounts if m.version == "v2"]
    # Of several mounts the last one covers the others; a bind mount into a sandbox comes later
    # but elsewhere, so a place under /sys/fs/cgroup is preferred.
    chosen = v1 or v2
    chosen.sort(key=lambda m: m.mount_point.startswith("/sys/fs/cgroup"))
    return chosen[-1] if chosen else None


def parse_proc_cgroup(text: str | None) -> dict[str, str]:
    """Return controller -> group path of `/proc/PID/cgroup`; v2 has the controller ""."""
    paths = {}
    for line in (text or "").splitlines():
        parts = line.split(":", 2)
        if len(parts) == 3 and parts[2].startswith("/"):
            for controller in parts[1].split(","):
                paths[controller] = parts[2].removesuffix(" (deleted)")
    return paths


def memory_path(paths: dict[str, str], version: Version) -> str | None:
    """Return the group that counts for memory. `N:memory:` wins over `0::` on hybrid systems."""
    return paths.get("memory") if version == "v1" else paths.get("")


def below_mount(path: str, root: str) -> str:
    """Return where a group lies below the mount point: "" for the mounted group itself.

    A group outside of what is mounted (host paths in a container) cannot be seen from here;
    then the mounted group is the best that is visible, and "" is returned.
    """
    root = root.rstrip("/")
    if ".." in path.split("/"):
        return ""
    if not root:
        return path.rstrip("/")
    return path[len(root) :].rstrip("/") if f"{path}/".startswith(f"{root}/") else ""


def namespace_root(base: Path, root: str, path: str, pid: str) -> str:
    """Return where our control group namespace begins below a mount from outside of it.

    Such a mount has a root like "/../..": it begins that many levels above. The names between
    are not told, so the group that lists our own process is looked for.
    """
    pattern = "/".join(["*"] * root.count("..")) + path.rstrip("/")
    for folder in base.glob(f"{pattern}/cgroup.procs"):
        if pid in (read_text(folder) or "").split():
            inside = str(folder.parent)
            return inside[len(str(base)) : len(inside) - len(path.rstrip("/"))]
    return ""


def _unescape(text: str) -> str:
    """Undo the octal escapes of the mount table (space, tab, newline, backslash)."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)

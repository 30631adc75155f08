"""Finds the memory controller, from the mount table and a process's own control group."""

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
    #: The memory controller is attached here (v1 only; v2 lists it in cgroup.controllers).
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
    # Of several mounts in the same place the last one hides the others. A bind mount into a sandbox
    # also comes later, but is elsewhere, so mounts under /sys/fs/cgroup are preferred.
    chosen = v1 or v2
    chosen.sort(key=lambda m: m.mount_point.startswith("/sys/fs/cgroup"))
    return chosen[-1] if chosen else None


def parse_proc_cgroup(text: str | None) -> dict[str, str]:
    """Map each controller to its group path in `/proc/PID/cgroup`; "" stands for v2."""
    paths = {}
    for line in (text or "").splitlines():
        parts = line.split(":", 2)
        if len(parts) == 3 and parts[2].startswith("/"):
            for controller in parts[1].split(","):
                paths[controller] = parts[2].removesuffix(" (deleted)")
    return paths


def memory_path(paths: dict[str, str], version: Version) -> str | None:
    """Return the group that limits memory; for v1 from `N:memory:`, for v2 from `0::`."""
    return paths.get("memory") if version == "v1" else paths.get("")


def below_mount(path: str, root: str) -> str:
    """Return the path of a group below the mount point; "" is the mounted group itself.

    A group outside the mounted part (a host path in a container) is not visible from here; the
    mounted group is the best substitute, so "" is returned.
    """
    root = root.rstrip("/")
    if ".." in path.split("/"):
        return ""
    if not root:
        return path.rstrip("/")
    return path[len(root) :].rstrip("/") if f"{path}/".startswith(f"{root}/") else ""


def namespace_root(base: Path, root: str, path: str, pid: str) -> str:
    """Return where our control group namespace begins below a mount made outside of it.

    Such a mount has a root like "/../..", that is, it starts that many levels above our namespace.
    The names of the levels in between are unknown, so the group that lists our own process is
    searched for.
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

"""Puts this process under a memory limit of its own, in whichever way the machine allows.

Linux has three ways that need no set-up: a child of our own control group (version 1 or 2),
where we may write one, or a scope of the user's systemd. Each is tried and read back; none is
assumed. Elsewhere there is no limit, and the caller is told so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: An empty group of a kernel that is gone is removed after this time. Not at once: it still holds
#: the counters that say why the kernel died, and its restart moves into the same group.
STALE_SECONDS = 600.0


@dataclass(frozen=True)
class Limit:
    """A limit that is in force: who sets it, and the words to put before the command."""

    way: str
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Mount:
    """A mounted cgroup hierarchy, and where this process is in it."""

    version: int
    mount_point: Path
    own_group: Path


def enter(name: str, limit_bytes: int) -> Limit | None:
    """Limit this process (or, with ``prefix``, the next command); None if there is no way."""
    for mount in _mounts():
        if _enter_cgroup(mount, name, limit_bytes):
            return Limit(f"cgroup-v{mount.version}")
    return _systemd_scope(name, limit_bytes)


def remove_empty(prefix: str, older_than_seconds: float = 0.0) -> None:
    """Remove the empty control groups whose names start with ``prefix``."""
    oldest = time.time() - older_than_seconds
    for mount in _mounts():
        for parent in _parents(mount):
            for group in parent.glob(f"{prefix}-*"):
                try:
                    if group.stat().st_mtime <= oldest:
                        group.rmdir()
                except OSError:
                    continue  # still in use, or already gone


def _mounts() -> Iterator[_Mount]:
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        groups = Path("/proc/self/cgroup").read_text(encoding="utf-8")
    except OSError:
        return  # not Linux
    own = {line.split(":", 2)[1]: line.split(":", 2)[2] for line in groups.splitlines()}
    for line in mounts.splitlines():
        fields, _, tail = line.partition(" - ")
        root, mount_point = fields.split()[3:5]
        kind, _, options = tail.split(" ", 2)
        version = {"cgroup": 1, "cgroup2": 2}.get(kind)
        key = next((k for k in own if "memory" in k.split(",")), None) if version == 1 else ""
        if version is None or key is None or key not in own:
            continue
        if version == 1 and "memory" not in options.split(","):
            continue
        below = os.path.relpath(own[key], root)
        inside = Path(mount_point) / below if not below.startswith("..") else Path(mount_point)
        yield _Mount(version, Path(mount_point), inside)


def _parents(mount: _Mount) -> Iterator[Path]:
    """Groups that may get a child: our own, then (version 2) those above it."""
    yield mount.own_group
    if mount.version == 2:
        for parent in mount.own_group.parents:
            if parent.is_relative_to(mount.mount_point):
                yield parent


def _enter_cgroup(mount: _Mount, name: str, limit_bytes: int) -> bool:
    files = (
        ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
        if mount.version == 1
        else ("memory.max", "memory.swap.max")
    )
    swap = limit_bytes if mount.version == 1 else 0
    for parent in _parents(mount):
        group = parent / name
        try:
            if mount.version == 2:
                _enable_memory(parent)
            group.mkdir(exist_ok=True)
            (group / files[0]).write_text(str(limit_bytes))
            _write_if_there(group / files[1], str(swap))
            (group / "cgroup.procs").write_text(str(os.getpid()))
        except OSError:
            _remove(group)
            continue
        return True
    return False


def _enable_memory(parent: Path) -> None:
    """Give the children of a version 2 group a memory controller; fails where that is refused."""
    control = parent / "cgroup.subtree_control"
    if "memory" not in control.read_text().split():
        control.write_text("+memory")


def _write_if_there(path: Path, text: str) -> None:
    """Swap would let the kernel grow beyond its limit; machines without swap lack the file."""
    if path.exists():
        path.write_text(text)


def _remove(group: Path) -> None:
    try:
        group.rmdir()
    except OSError:
        return


def _systemd_scope(name: str, limit_bytes: int) -> Limit | None:
    if shutil.which("systemd-run") is None:
        return None
    scope = ("systemd-run", "--user", "--scope", "--quiet", "--collect")
    limits = ("-p", f"MemoryMax={limit_bytes}", "-p", "MemorySwapMax=0")
    read_back = 'cat "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/memory.max"'
    try:
        seen = subprocess.run(
            [*scope, *limits, "sh", "-c", read_back],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if seen.stdout.strip() != str(limit_bytes):
        return None
    return Limit("systemd-run", (*scope, f"--unit={name}-{os.getpid()}", *limits))

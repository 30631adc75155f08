"""Counters that distinguish an OOM kill from any other: compared before and after a death.

v2 `memory.events`: `oom_kill` is counted in the victim's group, `oom` and `max` in the group at its
limit; `memory.events.local` excludes descendants. v1 `memory.oom_control` has a local `oom_kill`
since Linux 4.13. `memory.failcnt` also rises when only file cache is reclaimed, so it is never
proof of a kill.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.nouns.counters import Level, LevelCounters, SharedMemory
from jupyterlab_headroom.sources.cgroup.memcg import v1_limit
from jupyterlab_headroom.sources.files import (
    Reader,
    parse_counters,
    pick_counter,
    read_text,
    to_int,
)

#: Extended attributes in which systemd-oomd and oomd count their kills.
_OOMD_ATTRIBUTES = ("user.oomd_kill", "trusted.oomd_kill")
#: v2: the events of a group including its descendants, and of the group alone (since Linux 5.2).
_EVENTS, _LOCAL_EVENTS = "memory.events", "memory.events.local"


def oom_kill_file(directory: Path, version: int) -> str:
    """Return the name of the file that counts the OOM kills in this group alone."""
    if version == 1:
        return "memory.oom_control"
    return _LOCAL_EVENTS if (directory / _LOCAL_EVENTS).exists() else _EVENTS


def read_oom_kill(level: Level, read: Reader = read_text) -> int | None:
    """Return how many processes of this group, without descendants, have been OOM-killed so far."""
    if level.version == 1:
        return pick_counter(read(f"{level.directory}/memory.oom_control"), "oom_kill")
    return pick_counter(_read_local_events(level.directory, read), "oom_kill")


def read_counts(level: Level, read: Reader = read_text) -> LevelCounters:
    """Read only the counters whose increase matters; for the others the newest value is enough."""
    if level.version == 1:
        failures = to_int(read(f"{level.directory}/memory.failcnt"))
        return LevelCounters(oom_kill=read_oom_kill(level, read), limit_hits=failures)
    return _read_v2_counts(level, read)


def read_level(level: Level, read: Reader = read_text) -> LevelCounters:
    """Read all counters of one level."""
    return _read_v1(level, read) if level.version == 1 else _read_v2(level, read)


def read_machine_oom_kill(proc: Path = Path("/proc"), read: Reader = read_text) -> int | None:
    """Return how many processes were OOM-killed on this machine, including other tenants'."""
    return pick_counter(read(f"{proc}/vmstat"), "oom_kill")


def read_shared_memory(path: Path = Path("/dev/shm")) -> SharedMemory | None:  # noqa: S108
    """Return the total and free space of /dev/shm; `None` where it does not exist."""
    try:
        status = os.statvfs(path)
    except (OSError, AttributeError):
        return None
    return SharedMemory(status.f_blocks * status.f_frsize, status.f_bavail * status.f_frsize)


def _read_v1(level: Level, read: Reader) -> LevelCounters:
    folder = level.directory
    return replace(
        read_counts(level, read),
        limit_bytes=v1_limit(to_int(read(f"{folder}/memory.limit_in_bytes"))),
        peak_bytes=to_int(read(f"{folder}/memory.max_usage_in_bytes")),
    )


def _read_v2(level: Level, read: Reader) -> LevelCounters:
    folder = level.directory
    return replace(
        _read_v2_counts(level, read),
        limit_bytes=to_int(read(f"{folder}/memory.max")),
        peak_bytes=to_int(read(f"{folder}/memory.peak")),
    )


def _read_v2_counts(level: Level, read: Reader) -> LevelCounters:
    folder = level.directory
    local = parse_counters(_read_local_events(folder, read))
    return LevelCounters(
        oom_kill=local.get("oom_kill"),
        oom=local.get("oom"),
        limit_hits=local.get("max"),
        oomd_kill=_oomd_kill(folder),
    )


def _read_local_events(directory: Path, read: Reader) -> str | None:
    """Return the text of the file that counts the events of this group, if possible alone."""
    local = read(f"{directory}/{_LOCAL_EVENTS}")
    return read(f"{directory}/{_EVENTS}") if local is None else local


def _oomd_kill(directory: Path) -> int | None:
    if not hasattr(os, "getxattr"):
        return None
    for attribute in _OOMD_ATTRIBUTES:
        try:
            text = os.getxattr(directory, attribute)
        except FileNotFoundError:
            return None
        except OSError:  # not set (the usual case), or not readable
            continue
        if text.strip().isdigit():
            return int(text)
    return 0 if directory.is_dir() else None

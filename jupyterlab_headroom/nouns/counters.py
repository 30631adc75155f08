"""Counters of control groups, and the state of /dev/shm, at one moment. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.nouns.memory import LimitManager


@dataclass(frozen=True, slots=True)
class Level:
    """One control group on the way from a process up to the visible root."""

    directory: Path
    #: As Linux names it, e.g. "/user.slice/session-2.scope".
    path: str
    version: int
    #: Who created it; `None` if unknown.
    manager: LimitManager | None = None
    #: Name of the file with the `oom_kill` count of this group alone, without descendants.
    oom_kill_file: str = "memory.events"


@dataclass(frozen=True, slots=True)
class LevelCounters:
    """Counters of one level at one moment; `None` where the file or the field is missing."""

    #: OOM-killed processes that were in this group itself, not in a descendant.
    oom_kill: int | None = None
    #: v2: how often reaching this group's limit caused an OOM kill in it or in a descendant.
    oom: int | None = None
    #: v2 `max`, v1 `failcnt`: how often the limit was hit. Not proof of a kill.
    limit_hits: int | None = None
    #: Kills by systemd-oomd or oomd.
    oomd_kill: int | None = None
    limit_bytes: int | None = None
    peak_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """Shared memory (the file system at /dev/shm) at one moment."""

    total_bytes: int
    free_bytes: int

"""What control groups and /dev/shm count, at one moment. Values only."""

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
    #: Who made it; `None` when nothing tells.
    manager: LimitManager | None = None
    #: Name of its file that counts `oom_kill` for this very group.
    oom_kill_file: str = "memory.events"


@dataclass(frozen=True, slots=True)
class LevelCounters:
    """Counters of one level at one moment; `None` where the file or the field is missing."""

    #: Processes of this very group that an OOM kill took.
    oom_kill: int | None = None
    #: v2: times that this group at its limit led to an OOM kill, in it or below.
    oom: int | None = None
    #: v2 `max`, v1 `failcnt`: times that the limit was hit. No proof of a kill.
    limit_hits: int | None = None
    #: Kills by systemd-oomd or oomd.
    oomd_kill: int | None = None
    limit_bytes: int | None = None
    peak_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class SharedMemory:
    """Shared memory (the file system under /dev/shm) at one moment."""

    total_bytes: int
    free_bytes: int

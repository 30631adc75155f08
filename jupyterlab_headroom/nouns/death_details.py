"""What is known about a death beyond its cause: one class per family of causes. Values only.

src/logic/deaths/explain shows each field to people, or uses it to choose the wording. What the
report holds anyway (exit status, evidence, stderr) is not repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LinuxKill:
    """An OOM kill by Linux: whose limit was reached, and what the kernel log says about it."""

    #: Whether a control group reached its limit, or the whole machine was full.
    scope: Literal["limit", "machine"]
    #: The control group at its limit; `None` if it is not visible from here, or if the whole
    #: machine was out of memory.
    limit_cgroup: str | None = None
    #: Limit of that group.
    group_limit_bytes: int | None = None
    #: Anonymous and shared memory of the victim; `None` without its line in the kernel log.
    killed_rss_bytes: int | None = None
    #: memory.oom.group: every process of the control group was killed at once.
    whole_group: bool = False
    #: Someone triggered the kill with the magic SysRq key, so memory need not have run out.
    by_sysrq: bool = False


@dataclass(frozen=True, slots=True)
class OomKilled:
    """Linux killed the kernel because of the kernel's own memory use."""

    cause: Literal["oom-kill-limit", "oom-kill-machine"]
    kill: LinuxKill


@dataclass(frozen=True, slots=True)
class OtherGrew:
    """Linux killed the kernel because another kernel took the memory."""

    kill: LinuxKill
    #: The name people know the other kernel by: its notebook.
    grower: str
    #: Growth of the other kernel over the last 30 s.
    grower_growth_bytes: int | None = None
    cause: Literal["oom-kill-other-grew"] = "oom-kill-other-grew"


@dataclass(frozen=True, slots=True)
class WorkerOomKilled:
    """Linux killed another process in the kernel's group; the kernel is still alive."""

    kill: LinuxKill
    #: Name of the process; `None` without its line in the kernel log.
    victim: str | None
    #: The process was seen among the kernel's descendants while it was alive.
    is_kin_seen: bool
    cause: Literal["worker-oom-kill"] = "worker-oom-kill"


@dataclass(frozen=True, slots=True)
class DaemonKilled:
    """A userland OOM daemon killed the kernel."""

    cause: Literal["oom-kill-daemon", "oom-kill-user-daemon"]
    #: "earlyoom", "systemd-oomd", ...; `None` if no daemon has logged the kill.
    daemon: str | None = None


@dataclass(frozen=True, slots=True)
class KilledFromOutside:
    """SIGKILL without any sign that memory ran out."""

    #: The kernel alone had nearly reached its limit. Not proof of an OOM kill.
    near_limit: bool
    cause: Literal["killed-from-outside"] = "killed-from-outside"


@dataclass(frozen=True, slots=True)
class SharedMemoryFull:
    """SIGBUS while /dev/shm was full."""

    #: Size of /dev/shm.
    shm_total_bytes: int
    cause: Literal["shared-memory-full"] = "shared-memory-full"


@dataclass(frozen=True, slots=True)
class NativeCrash:
    """A crash in native code."""

    cause: Literal["segfault", "illegal-instruction"]
    #: File of the library or program that crashed; `None` without its line in the kernel log.
    module: str | None = None


@dataclass(frozen=True, slots=True)
class OtherSignal:
    """A signal for which there is no separate cause."""

    #: The signal's number, even if a shell between server and kernel reported it as an exit code.
    signal: int
    cause: Literal["signal"] = "signal"


@dataclass(frozen=True, slots=True)
class PlainEnd:
    """A death that needs no details: the rest of the report says everything."""

    cause: Literal[
        "terminated-from-outside",
        "bus-error",
        "abort",
        "out-of-memory-native",
        "exited",
        "could-not-start",
        "unknown",
    ]


OneDeath = (
    OomKilled
    | OtherGrew
    | WorkerOomKilled
    | DaemonKilled
    | KilledFromOutside
    | SharedMemoryFull
    | NativeCrash
    | OtherSignal
    | PlainEnd
)


@dataclass(frozen=True, slots=True)
class CrashLoop:
    """The restarter gave up after repeated deaths."""

    #: What is known about the last death.
    last: OneDeath
    cause: Literal["crash-loop"] = "crash-loop"


DeathDetails = OneDeath | CrashLoop

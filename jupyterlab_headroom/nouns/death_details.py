"""What is known of a death beyond its cause: one noun for each family of causes. Values only.

Each field is told to a person by src/logic/deaths/explain, or decides what is told. What the
report holds anyway (exit status, evidence, stderr) is not repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LinuxKill:
    """An OOM kill by Linux: whose limit it was, and what the kernel log says of it."""

    #: Whether a control group reached its limit, or the whole machine was full.
    scope: Literal["limit", "machine"]
    #: Control group at its limit; `None`: not visible from here, or the machine.
    limit_cgroup: str | None = None
    #: Limit of that group.
    group_limit_bytes: int | None = None
    #: Anonymous and shared memory of the victim; `None` without the line of the kernel log.
    killed_rss_bytes: int | None = None
    #: memory.oom.group: every process of the control group was killed at once.
    whole_group: bool = False
    #: A person asked for the kill with the magic SysRq key, so memory need not have run out.
    by_sysrq: bool = False


@dataclass(frozen=True, slots=True)
class OomKilled:
    """Linux killed the kernel, and the kernel's own memory is the reason."""

    cause: Literal["oom-kill-limit", "oom-kill-machine"]
    kill: LinuxKill


@dataclass(frozen=True, slots=True)
class OtherGrew:
    """Linux killed the kernel because another one took the memory."""

    kill: LinuxKill
    #: What people call the other kernel: its notebook.
    grower: str
    #: Growth of the other kernel over the last 30 s.
    grower_growth_bytes: int | None = None
    cause: Literal["oom-kill-other-grew"] = "oom-kill-other-grew"


@dataclass(frozen=True, slots=True)
class WorkerOomKilled:
    """Linux killed another process of the kernel's group; the kernel lives."""

    kill: LinuxKill
    #: Name of the process; `None` without the line of the kernel log.
    victim: str | None
    #: It was seen among the kernel's own processes while it lived.
    is_kin_seen: bool
    cause: Literal["worker-oom-kill"] = "worker-oom-kill"


@dataclass(frozen=True, slots=True)
class DaemonKilled:
    """A program that watches over memory ended the kernel."""

    cause: Literal["oom-kill-daemon", "oom-kill-user-daemon"]
    #: "earlyoom", "systemd-oomd", ...; `None`: none has said that it was its doing.
    daemon: str | None = None


@dataclass(frozen=True, slots=True)
class KilledFromOutside:
    """SIGKILL, and nothing says that memory ran out."""

    #: The kernel alone had nearly filled its limit. No proof of an OOM kill.
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
    """A fault in machine code."""

    cause: Literal["segfault", "illegal-instruction"]
    #: File of the library or program that crashed; `None` without the line of the kernel log.
    module: str | None = None


@dataclass(frozen=True, slots=True)
class OtherSignal:
    """A signal that has no cause of its own."""

    #: Its number; a shell between server and kernel reports it as an exit code.
    signal: int
    cause: Literal["signal"] = "signal"


@dataclass(frozen=True, slots=True)
class PlainEnd:
    """A death of which the rest of the report says everything."""

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
    """The restarter gave up."""

    #: What is known of the last death.
    last: OneDeath
    cause: Literal["crash-loop"] = "crash-loop"


DeathDetails = OneDeath | CrashLoop

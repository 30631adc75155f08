"""Data types for a kernel's death: exit status, evidence, cause, report. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyterlab_headroom.nouns.death_details import DeathDetails
from jupyterlab_headroom.nouns.memory import Confidence, KernelInfo, LimitSource

#: A short name per cause; the browser turns it into sentences (src/logic/deaths/explain).
Cause = Literal[
    "oom-kill-limit",  # OOM kill at a control group's limit
    "oom-kill-machine",  # the whole machine was out of memory
    "oom-kill-other-grew",  # OOM kill, but another process took the memory
    "oom-kill-daemon",  # systemd-oomd, oomd
    "oom-kill-user-daemon",  # earlyoom, nohang (SIGTERM first)
    "killed-from-outside",  # SIGKILL, and no counter shows an OOM kill
    "terminated-from-outside",  # SIGTERM
    "shared-memory-full",  # SIGBUS with /dev/shm full
    "bus-error",  # any other SIGBUS: a mapped file was truncated
    "segfault",
    "abort",
    "out-of-memory-native",  # abort after std::bad_alloc
    "illegal-instruction",
    "signal",  # any other signal
    "exited",
    "could-not-start",
    "crash-loop",  # restart limit reached
    "worker-oom-kill",  # the kernel is alive, a child of it was OOM-killed
    "unknown",
]
State = Literal["collecting", "final"]
#: What jupyter_client's restarter reports about a dead kernel; "dead": it gave up restarting.
RestarterEvent = Literal["restart", "dead"]


@dataclass(frozen=True, slots=True)
class ExitStatus:
    """How a process ended. At most one of `code` and `signal` is known."""

    code: int | None = None
    signal: int | None = None
    #: Exact peak resident set of the process, from its rusage (ru_maxrss x 1024).
    peak_rss_bytes: int | None = None
    #: Where the status comes from: "waitid", "popen", "pidfd-info", "procfs".
    source: str = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact, verbatim, with its source and whether it supports the verdict."""

    #: Machine-readable name of the source: "exit-status", "memory.events", "memory.oom_control",
    #: "kernel-log", "history", "vmstat", "oomd-xattr", "dev-shm", "stderr", ...
    source: str
    #: Where a person can look it up: a file or a command.
    origin: str
    #: A verbatim line, or "name before -> after".
    text: str
    #: Seconds since the epoch; `None` when the source gives no time.
    time: float | None = None
    #: True: it supports the verdict. False: it contradicts it. None: neither.
    supports: bool | None = True
    #: False: the source could not be read, and `text` says why; `supports` is then None.
    readable: bool = True


@dataclass(frozen=True, slots=True)
class KernelUse:
    """Memory that one kernel held, used to find out which kernel took the memory."""

    id: str
    label: str
    bytes: int | None
    #: Growth over the last 30 s; `None` when there is too little history.
    growth_bytes: int | None = None
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The last minutes before the death as columns of equal length."""

    times: tuple[float, ...] = ()
    used_bytes: tuple[int | None, ...] = ()
    limit_bytes: tuple[int | None, ...] = ()
    #: kernel id -> bytes
    kernels: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The conclusion of `diagnose()`."""

    confidence: Confidence
    #: The cause, and what is needed to explain it.
    details: DeathDetails

    @property
    def cause(self) -> Cause:
        """Return the name of the cause, which the browser turns into sentences."""
        return self.details.cause


@dataclass(frozen=True, slots=True)
class DeathReport:
    """Everything known about one death.

    Never contains code, environment variables, or paths of other users.
    """

    #: Unique: made of kernel id and pid.
    id: str
    #: Increases with every new or changed report; used by `GET deaths?since=`.
    seq: int
    time: float
    state: State
    kernel: KernelInfo
    exit: ExitStatus
    verdict: Verdict
    limit_source: LimitSource
    limit_bytes: int | None = None
    #: This and the next three fields: from the last sample before the death.
    used_bytes: int | None = None
    headroom_bytes: int | None = None
    kernel_bytes: int | None = None
    sample_age_s: float | None = None
    #: GPU key -> (used, total) at the last sample.
    gpus: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    others: tuple[KernelUse, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    curve: Curve = field(default_factory=Curve)
    stderr: tuple[str, ...] = ()
    #: "restarting", "dead" (restart limit reached), "none" (autorestart is off).
    aftermath: str = "restarting"
    was_busy: bool | None = None

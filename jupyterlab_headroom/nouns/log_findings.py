"""What a kernel log can say about a dead process. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OomScope = Literal["cgroup", "machine", "unknown"]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the task table that Linux prints in an OOM report."""

    pid: int
    uid: int
    name: str
    #: Resident set of the process.
    rss_bytes: int


@dataclass(frozen=True, slots=True)
class OomKill:
    """One process killed by the Linux OOM killer."""

    pid: int
    comm: str
    #: The message, verbatim.
    line: str
    scope: OomScope = "unknown"
    monotonic_s: float | None = None
    uid: int | None = None
    total_vm_bytes: int | None = None
    anon_bytes: int | None = None
    file_bytes: int | None = None
    shmem_bytes: int | None = None
    #: Control group of the victim (task_memcg).
    victim_cgroup: str | None = None
    #: Control group that was at its limit (oom_memcg).
    limit_cgroup: str | None = None
    limit_bytes: int | None = None
    usage_bytes: int | None = None
    #: Name of the process whose allocation failed; not the victim.
    trigger: str | None = None
    #: Someone triggered it with the magic SysRq key "f" (order=-1).
    by_sysrq: bool = False
    #: memory.oom.group: every process of the control group was killed.
    whole_group: bool = False
    #: The largest processes at that moment, largest first.
    largest: tuple[TaskRow, ...] = ()

    @property
    def rss_bytes(self) -> int | None:
        """Anonymous plus shared memory, that is, without mapped files."""
        if self.anon_bytes is None:
            return None
        return self.anon_bytes + (self.shmem_bytes or 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """A crash that Linux logged: segmentation fault, invalid opcode, ..."""

    pid: int
    comm: str
    line: str
    #: "segfault", or the text of the trap such as "invalid opcode".
    what: str
    #: Library or program that holds the faulting instruction.
    module: str | None = None
    monotonic_s: float | None = None


@dataclass(frozen=True, slots=True)
class DaemonKill:
    """A log line in which a userland OOM killer reports a kill."""

    #: "earlyoom", "nohang", "systemd-oomd", "oomd", "systemd", "slurmstepd".
    daemon: str
    line: str
    pid: int | None = None
    comm: str | None = None
    cgroup: str | None = None
    #: Number of the signal that was sent; `None` when the line does not say.
    signal: int | None = None
    monotonic_s: float | None = None


@dataclass(frozen=True, slots=True)
class LogFindings:
    """Everything of interest in a piece of the log, oldest first."""

    kills: tuple[OomKill, ...] = ()
    faults: tuple[Fault, ...] = ()
    daemon_kills: tuple[DaemonKill, ...] = ()

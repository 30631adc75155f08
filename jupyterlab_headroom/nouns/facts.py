"""What was found out about one death, before any conclusion. Values only.

`diagnose()` reads this; `evidence.py` turns it into lines for people.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyterlab_headroom.nouns.counters import Level, LevelCounters, SharedMemory
from jupyterlab_headroom.nouns.deaths import ExitStatus, KernelUse
from jupyterlab_headroom.nouns.log_findings import DaemonKill, Fault, OomKill


@dataclass(frozen=True, slots=True)
class LevelChange:
    """Counters of one control group before and after the death."""

    level: Level
    before: LevelCounters
    after: LevelCounters

    def rise(self, name: str) -> int | None:
        """Return after - before of one counter, `None` when either is unknown."""
        before, after = getattr(self.before, name), getattr(self.after, name)
        return after - before if before is not None and after is not None else None


@dataclass(frozen=True, slots=True)
class Tally:
    """OOM kills in the kernel's own group that no other death explains, and who shares them."""

    #: Kills since the last one explained; `None` when the group keeps no such counter.
    unexplained: int | None = None
    #: Kernels of this group that SIGKILL took in the same moment, this one included.
    candidates: int = 1
    #: Place of this kernel among the candidates by peak memory, 0 = largest.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class KernelLog:
    """What the kernel log says about the seconds around the death."""

    origin: str = "/dev/kmsg"
    #: Why it could not be read; `None` when it could.
    refused: str | None = None
    kills: tuple[OomKill, ...] = ()
    faults: tuple[Fault, ...] = ()
    daemon_kills: tuple[DaemonKill, ...] = ()
    #: Process ids in the log are ours: this server runs outside any pid namespace.
    pids_match: bool = True

    @property
    def readable(self) -> bool:
        """True when silence of the log means something."""
        return self.refused is None


@dataclass(frozen=True, slots=True)
class LastSample:
    """The newest reading before the death."""

    age_s: float | None = None
    limit_bytes: int | None = None
    used_bytes: int | None = None
    headroom_bytes: int | None = None
    kernel_bytes: int | None = None
    #: Memory of the kernel 30 s before the death.
    kernel_bytes_earlier: int | None = None
    #: Processes of the kernel's tree.
    processes: int | None = None
    machine_total_bytes: int | None = None
    machine_available_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about one death."""

    pid: int
    exit: ExitStatus
    #: CLOCK_MONOTONIC of the notice.
    monotonic_s: float
    #: Name under which the log lists the process (comm).
    comm: str | None = None
    uid: int | None = None
    #: Pages of mapped files that the process held when it was last seen alive.
    file_bytes: int | None = None
    #: Own control group first, then its ancestors. Empty: none visible.
    levels: tuple[LevelChange, ...] = ()
    tally: Tally = field(default_factory=Tally)
    #: Rise of /proc/vmstat oom_kill, all tenants of the machine.
    machine_oom_kill_rise: int | None = None
    #: /dev/shm when there was least of it left, in the seconds before the death.
    shared_memory: SharedMemory | None = None
    shared_memory_age_s: float = 0.0
    #: Bytes of the pages it was given since it was last looked at: half a second, where it worked.
    faulted_bytes: int | None = None
    log: KernelLog = field(default_factory=KernelLog)
    sample: LastSample = field(default_factory=LastSample)
    others: tuple[KernelUse, ...] = ()
    stderr: tuple[str, ...] = ()
    #: Seconds between the start of the process and its end.
    lived_s: float | None = None
    #: The kernel answered at least once (it was idle or busy).
    was_ready: bool = True
    #: The restarter has given up.
    gave_up: bool = False
    #: Ids of containers and pods that this server runs in.
    container_ids: tuple[str, ...] = ()
    #: The process that was killed is not the kernel's own: a child of a kernel that lives.
    worker: bool = False
    #: That child was seen among the kernel's processes; else it is put down to the kernel only
    #: because no other kernel of the group had worked.
    is_kin_seen: bool = True
    #: Runs on another machine: nothing below was looked at.
    remote: bool = False

    @property
    def own(self) -> LevelChange | None:
        """The control group that the process itself was in."""
        return self.levels[0] if self.levels else None

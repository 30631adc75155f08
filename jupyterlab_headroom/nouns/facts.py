"""The facts collected about one death, before any conclusion. Values only.

`diagnose()` draws the conclusion; `evidence.py` turns the facts into lines for people.
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
        """Return the increase of one counter; `None` when either value is unknown."""
        before, after = getattr(self.before, name), getattr(self.after, name)
        return after - before if before is not None and after is not None else None


@dataclass(frozen=True, slots=True)
class Tally:
    """OOM kills in the kernel's own group that no other death accounts for.

    Several kernels of a group can die at once; `candidates` and `rank` help to say which of them
    the kills are likely to have hit.
    """

    #: Kills that no report accounts for yet; `None` when the group has no such counter.
    unexplained: int | None = None
    #: Kernels of this group that died of SIGKILL at the same moment, this one included.
    candidates: int = 1
    #: Rank of this kernel among the candidates by peak memory; 0 is the largest.
    rank: int = 0


@dataclass(frozen=True, slots=True)
class KernelLog:
    """What the kernel log says about the seconds around the death."""

    origin: str = "/dev/kmsg"
    #: Why the log could not be read; `None` when it could.
    refused: str | None = None
    kills: tuple[OomKill, ...] = ()
    faults: tuple[Fault, ...] = ()
    daemon_kills: tuple[DaemonKill, ...] = ()
    #: The pids in the log mean the same processes here: this server is in no pid namespace of its
    #: own.
    pids_match: bool = True

    @property
    def readable(self) -> bool:
        """Whether the log could be read, so that the absence of a line means something."""
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
    #: When the death was noticed, in seconds of CLOCK_MONOTONIC.
    monotonic_s: float
    #: Name of the process as the kernel log shows it (comm).
    comm: str | None = None
    uid: int | None = None
    #: Pages of mapped files that the process held when it was last seen alive.
    file_bytes: int | None = None
    #: The process's own control group first, then its ancestors. Empty if none is visible.
    levels: tuple[LevelChange, ...] = ()
    tally: Tally = field(default_factory=Tally)
    #: Increase of `oom_kill` in /proc/vmstat, which counts all tenants of the machine.
    machine_oom_kill_rise: int | None = None
    #: /dev/shm at its fullest in the seconds before the death.
    shared_memory: SharedMemory | None = None
    shared_memory_age_s: float = 0.0
    #: Bytes of the pages that were faulted in since the process was last checked; a busy process is
    #: checked every half second.
    faulted_bytes: int | None = None
    log: KernelLog = field(default_factory=KernelLog)
    sample: LastSample = field(default_factory=LastSample)
    others: tuple[KernelUse, ...] = ()
    stderr: tuple[str, ...] = ()
    #: Seconds from the start of the process to its end.
    lived_s: float | None = None
    #: The kernel answered at least once (it was idle or busy).
    was_ready: bool = True
    #: The restarter has given up.
    gave_up: bool = False
    #: Ids of containers and pods that this server runs in.
    container_ids: tuple[str, ...] = ()
    #: The killed process is not the kernel itself but a child, and the kernel is still alive.
    worker: bool = False
    #: That child was seen among the kernel's processes. If not, it is attributed to the kernel
    #: only because no other kernel of the group was busy.
    is_kin_seen: bool = True
    #: The kernel runs on another machine, so its death cannot be examined from here.
    remote: bool = False

    @property
    def own(self) -> LevelChange | None:
        """The control group that the process itself was in."""
        return self.levels[0] if self.levels else None

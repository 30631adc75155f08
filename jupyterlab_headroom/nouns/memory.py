"""The central data types of the server: readings and samples. Values only, no behaviour.

Sizes are bytes, times are seconds. `None` always means "not known", never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Confidence = Literal["certain", "high", "medium", "low"]
LimitKind = Literal["cgroup-v2", "cgroup-v1", "machine", "unknown"]
#: Who created a control group; the browser has words for each (src/logic/words/limitOwner.ts).
LimitManager = Literal["docker", "kubernetes", "lxc", "podman", "slurm", "systemd"]
Locality = Literal["local", "remote", "unknown"]


@dataclass(frozen=True, slots=True)
class LimitSource:
    """Who sets a memory limit, and where it can be read."""

    kind: LimitKind
    #: Path of the control group as Linux names it; `None` for the machine itself.
    path: str | None = None
    #: The file the limit was read from.
    file: str | None = None
    #: `None` when neither the path nor the mount table reveals it.
    manager: LimitManager | None = None


@dataclass(frozen=True, slots=True)
class GroupReading:
    """Memory of all processes under one limit at one moment.

    A *group* is the control group of a process, or the machine where there is none.
    `used_bytes` is usage - inactive_file - active_file: the part that cannot be freed by
    dropping file cache. See docs/how-it-knows.md.
    """

    limit_source: LimitSource
    limit_bytes: int | None = None
    used_bytes: int | None = None
    #: The smallest of (limit - used) over all visible levels and of what the machine has available.
    headroom_bytes: int | None = None
    #: usage - inactive_file, the figure Kubernetes reports. For display only.
    working_set_bytes: int | None = None
    shmem_bytes: int | None = None
    #: cgroup v2 memory.high: above it the group is throttled.
    high_bytes: int | None = None
    peak_bytes: int | None = None
    swap_used_bytes: int | None = None
    swap_limit_bytes: int | None = None
    #: PSI "some avg10": percent of the last 10 s in which something waited for memory.
    pressure_percent: float | None = None
    #: cgroup v2 memory.oom.group: an OOM kill ends every process of the group.
    oom_group: bool | None = None


@dataclass(frozen=True, slots=True)
class MachineReading:
    """Memory of the whole machine (or virtual machine) at one moment."""

    total_bytes: int | None = None
    available_bytes: int | None = None
    swap_total_bytes: int | None = None
    swap_free_bytes: int | None = None
    pressure_percent: float | None = None


@dataclass(frozen=True, slots=True)
class ProcessReading:
    """Anonymous and shared memory of one process tree."""

    pid: int
    #: Sum over the tree of RssAnon + RssShmem; pages shared by forks are counted once where known.
    rss_bytes: int | None = None
    processes: int | None = None


@dataclass(frozen=True, slots=True)
class KernelInfo:
    """A Jupyter kernel as the server knows it."""

    #: A short key that samples use instead of the id; stable for the lifetime of the server.
    key: str
    id: str
    name: str
    display_name: str | None = None
    language: str | None = None
    #: Path of the notebook or console that uses it, relative to the server's root.
    path: str | None = None
    #: "notebook", "console", ...; `None` when no session uses the kernel.
    session_type: str | None = None
    pid: int | None = None
    group: str | None = None
    locality: Locality = "unknown"
    execution_state: str | None = None
    #: Whether a dead process is replaced by a new one (`KernelManager.autorestart`).
    restarts: bool | None = None


@dataclass(frozen=True, slots=True)
class KernelReading:
    """Memory of one kernel's process tree at one moment."""

    rss_bytes: int | None = None
    peak_bytes: int | None = None
    processes: int | None = None
    #: GPU key -> bytes, only where it can be determined.
    vram_bytes: Mapping[str, int] = field(default_factory=dict)
    #: Where `vram_bytes` comes from: "nvml", "fdinfo", "estimated". If set, the kernel holds no
    #: memory on GPUs missing from `vram_bytes`; if `None`, that is unknown.
    vram_basis: str | None = None


@dataclass(frozen=True, slots=True)
class GpuInfo:
    """One GPU or GPU slice."""

    key: str
    name: str
    vendor: str
    index: int | None = None
    uuid: str | None = None
    total_bytes: int | None = None
    #: Memory shared with the CPU (integrated and "unified memory" machines).
    unified: bool = False
    #: Key of the GPU that a MIG slice belongs to.
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class GpuReading:
    """VRAM of one GPU at one moment."""

    used_bytes: int | None = None
    total_bytes: int | None = None
    utilization_percent: float | None = None
    #: The driver did not answer in time: this is the last known value.
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, described for people."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Context:
    """The rarely changing data that the keys of a sample refer to."""

    groups: Mapping[str, LimitSource]
    kernels: Mapping[str, KernelInfo]
    gpus: Mapping[str, GpuInfo]
    #: Key of the group that the server itself runs in.
    server_group: str
    problems: tuple[Problem, ...] = ()
    #: Kernel key -> GPU keys in the order in which the kernel's process numbers them (`cuda:0` is
    #: the first). A `None` entry stands for a visible GPU that could not be identified.
    visible_gpus: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    #: Increases with every change; 0 where revisions are not counted. Not part of equality:
    #: contexts with the same content are equal.
    revision: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of everything: immutable, made once per tick, shared by all readers."""

    seq: int
    #: Seconds since the epoch. For display only, as that clock may jump.
    time: float
    #: CLOCK_MONOTONIC seconds, for arithmetic; the Linux kernel log uses the same clock.
    monotonic: float
    groups: Mapping[str, GroupReading]
    machine: MachineReading
    kernels: Mapping[str, KernelReading]
    gpus: Mapping[str, GpuReading]
    context: Context


@dataclass(frozen=True, slots=True)
class Point:
    """A sample reduced to what a curve needs, which is what the history keeps long-term."""

    seq: int
    time: float
    monotonic: float
    #: Group key -> (used, limit, headroom).
    groups: Mapping[str, tuple[int | None, int | None, int | None]]
    #: Kernel key -> memory of its process tree.
    kernels: Mapping[str, int | None]
    #: GPU key -> used VRAM.
    gpus: Mapping[str, int | None]
    #: Kernel key -> GPU key -> VRAM.
    vram: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class HistorySpan:
    """How far back the points of the history reach."""

    #: The configured maximum, reached once the server has run that long.
    keep_seconds: float
    #: The current span, from the oldest point to the newest.
    held_seconds: float

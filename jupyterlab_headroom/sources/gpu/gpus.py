"""Data types for VRAM: one GPU as its driver reports it, and all GPUs at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading, Problem


class NoDriverError(Exception):
    """There is no GPU of this vendor here, or no driver for it."""


class DriverError(Exception):
    """There is a GPU, but it cannot be read. The text is shown to people."""


@dataclass(frozen=True)
class GpuReport:
    """One GPU or MIG slice as the driver reports it."""

    info: GpuInfo
    reading: GpuReading
    #: pid -> bytes, with the driver's pids; bytes are `None` where the driver does not report them.
    #: `None` as a whole: the driver has no list of processes.
    processes: Mapping[int, int | None] | None = None
    #: Where the list of processes comes from: "nvml", "fdinfo".
    basis: str | None = None
    #: Names for it, besides its number, in variables such as CUDA_VISIBLE_DEVICES.
    names: tuple[str, ...] = ()
    #: Why this GPU cannot be read, for people.
    problem: str | None = None


@dataclass(frozen=True)
class KernelVram:
    """VRAM that a kernel holds. Without a basis it is unknown; a basis without sizes means none."""

    #: GPU key -> bytes.
    sizes: Mapping[str, int] = field(default_factory=dict)
    basis: str | None = None


@dataclass(frozen=True)
class GpuSnapshot:
    """What is known about all GPUs at one moment."""

    infos: Mapping[str, GpuInfo] = field(default_factory=dict)
    readings: Mapping[str, GpuReading] = field(default_factory=dict)
    #: Kernel key -> what it holds.
    vram: Mapping[str, KernelVram] = field(default_factory=dict)
    #: Kernel key -> GPU keys in the order in which its process numbers them. A `None` entry stands
    #: for a GPU that could not be identified; a kernel without an entry is unknown.
    visible: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Driver(Protocol):
    """The interface to one vendor's driver."""

    vendor: str

    def look(self, pids: frozenset[int]) -> Iterable[GpuReport]:
        """Return all GPUs. Raises `NoDriverError` or `DriverError`.

        `pids`: our processes, for drivers that have to be queried per process.
        """

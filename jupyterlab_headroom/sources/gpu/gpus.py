"""The nouns of VRAM: what a driver tells of one GPU, and what is known of all at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading, Problem


class NoDriverError(Exception):
    """There is no such GPU here."""


class DriverError(Exception):
    """There is one, and it cannot be read; the text is for people."""


@dataclass(frozen=True)
class GpuLook:
    """One GPU or slice, as the driver tells it."""

    info: GpuInfo
    reading: GpuReading
    #: pid -> bytes, as the driver numbers processes; `None` for bytes that are not told.
    #: `None` for the whole: no list.
    processes: Mapping[int, int | None] | None = None
    #: Where the list comes from: "nvml", "fdinfo".
    basis: str | None = None
    #: By what names variables such as CUDA_VISIBLE_DEVICES may call it, besides its number.
    names: tuple[str, ...] = ()
    #: Why this one GPU cannot be read, in words for people.
    problem: str | None = None


@dataclass(frozen=True)
class KernelVram:
    """What a kernel holds. No basis: not known. A basis and no sizes: it holds nothing."""

    #: GPU key -> bytes.
    sizes: Mapping[str, int] = field(default_factory=dict)
    basis: str | None = None


@dataclass(frozen=True)
class GpuSnapshot:
    """What is known of all GPUs at one moment."""

    infos: Mapping[str, GpuInfo] = field(default_factory=dict)
    readings: Mapping[str, GpuReading] = field(default_factory=dict)
    #: Kernel key -> what it holds.
    vram: Mapping[str, KernelVram] = field(default_factory=dict)
    #: Kernel key -> GPU keys in the order in which its process counts them; `None` within:
    #: there is one more, but which is not known. A kernel that is not in here: not known.
    visible: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Driver(Protocol):
    """A way to ask one vendor's driver."""

    vendor: str

    def look(self, pids: frozenset[int]) -> Iterable[GpuLook]:
        """Return all GPUs; raise `NoDriverError` or `DriverError`.

        `pids`: our processes, for drivers that are asked about one process at a time.
        """

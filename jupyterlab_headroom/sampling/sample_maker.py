"""Makes samples from the sources, sharing unchanged parts with the previous sample."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from jupyterlab_headroom.nouns.memory import (
    Context,
    GpuInfo,
    KernelInfo,
    KernelReading,
    ProcessReading,
    Sample,
)
from jupyterlab_headroom.nouns.memory_reading import MemoryReading
from jupyterlab_headroom.sources.gpu.gpus import GpuSnapshot, KernelVram

_NO_GPUS: Mapping[str, GpuInfo] = MappingProxyType({})
_NO_VRAM = KernelVram()
_NO_VRAM_AT_ALL: Mapping[str, KernelVram] = MappingProxyType({})


class MemorySource(Protocol):
    """Reads the memory of the machine, its groups, and the process trees of kernels."""

    def read(self, pids: Mapping[str, int], idle: Collection[str]) -> MemoryReading:
        """Read everything once.

        `pids`: kernel key -> pid; `idle`: keys of kernels that may be read a little less often.
        """


class GpuSource(Protocol):
    """Provides the latest VRAM figures, which it reads in threads of its own."""

    def latest(self, trees: Mapping[str, frozenset[int]], pids: Mapping[str, int]) -> GpuSnapshot:
        """Return the last known figures without waiting.

        `trees`: kernel key -> pids of its process tree; `pids`: kernel key -> pid of the kernel.
        """


class SampleMaker:
    """Makes samples, numbered from 1. Not thread-safe."""

    def __init__(
        self,
        memory: MemorySource,
        kernels: Callable[[], Mapping[str, KernelInfo]],
        *,
        gpus: GpuSource | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """Prepare without reading anything yet.

        `kernels` returns the kernels by key, in a mapping that is never modified; if it returns
        the same object again, nothing has changed.
        """
        self._memory = memory
        self._kernels = kernels
        self._gpus = gpus
        self._clock = clock
        self._wall_clock = wall_clock
        self._latest: Sample | None = None
        #: The kernels of the latest sample, their pids by key, and the keys of those that are idle.
        self._known: Mapping[str, KernelInfo] | None = None
        self._pids: Mapping[str, int] = {}
        self._idle: frozenset[str] = frozenset()
        #: Kernel key -> the inputs of its latest reading, and that reading.
        self._made: dict[str, tuple[ProcessReading, KernelVram, KernelReading]] = {}
        #: The inputs of the latest context.
        self._basis: object = None
        #: The inputs of the latest readings of kernels.
        self._readings_basis: object = None

    def make(self) -> Sample:
        """Read everything once, and return it as a sample."""
        kernels = self._kernels()
        if kernels is not self._known:
            self._update_kernels(kernels)
        memory = self._memory.read(self._pids, self._idle)
        gpus = self._gpus.latest(memory.trees, self._pids) if self._gpus is not None else None
        self._latest = Sample(
            seq=self._latest.seq + 1 if self._latest else 1,
            time=self._wall_clock(),
            monotonic=self._clock(),
            groups=memory.groups,
            machine=memory.machine,
            kernels=self._readings(kernels, memory, gpus),
            gpus=gpus.readings if gpus else {},
            context=self._context(kernels, memory, gpus),
        )
        return self._latest

    def _update_kernels(self, kernels: Mapping[str, KernelInfo]) -> None:
        """Take over a changed set of kernels: one came, went, or is different."""
        self._known = kernels
        for key in self._made.keys() - kernels.keys():
            del self._made[key]
        self._pids = {k.key: k.pid for k in kernels.values() if k.pid is not None}
        self._idle = frozenset(k.key for k in kernels.values() if k.execution_state == "idle")

    def _readings(
        self, kernels: Mapping[str, KernelInfo], memory: MemoryReading, gpus: GpuSnapshot | None
    ) -> Mapping[str, KernelReading]:
        """Return the readings of all kernels; the previous ones if nothing has changed."""
        vram = gpus.vram if gpus else _NO_VRAM_AT_ALL
        basis = (kernels, memory.kernels, vram)
        if self._latest is None or basis != self._readings_basis:
            self._readings_basis = basis
            return {key: self._kernel(key, kernels[key], memory, gpus) for key in kernels}
        return self._latest.kernels

    def _kernel(
        self, key: str, info: KernelInfo, memory: MemoryReading, gpus: GpuSnapshot | None
    ) -> KernelReading:
        reading = memory.kernels.get(key)
        vram = (gpus.vram.get(key) if gpus else None) or _NO_VRAM
        if reading is None or info.pid is None:
            return KernelReading(vram_bytes=vram.sizes, vram_basis=vram.basis)
        made = self._made.get(key)
        # Most kernels are idle: then the source returns the same reading, and so do we.
        if made is not None and (made[0] is reading or made[0] == reading) and made[1] == vram:
            return made[2]
        # The peak is that of one process: a restarted kernel starts over.
        known = made[2].peak_bytes if made is not None and made[0].pid == reading.pid else None
        peak_bytes = max((n for n in (known, reading.rss_bytes) if n is not None), default=None)
        now = KernelReading(
            reading.rss_bytes, peak_bytes, reading.processes, vram.sizes, vram.basis
        )
        self._made[key] = reading, vram, now
        return now

    def _context(
        self,
        kernels: Mapping[str, KernelInfo],
        memory: MemoryReading,
        gpus: GpuSnapshot | None,
    ) -> Context:
        """Return the previous context if nothing changed, so that readers can compare cheaply.

        The revision increases when keys change their meaning, but not when a cell merely runs.
        """
        old = self._latest.context if self._latest else None
        sources = {key: group.limit_source for key, group in memory.groups.items()}
        infos = gpus.infos if gpus else _NO_GPUS
        visible = gpus.visible if gpus else {}
        problems = (*memory.problems, *(gpus.problems if gpus else ()))
        group_of, server_group = memory.group_of, memory.server_group
        basis = (kernels, sources, group_of, server_group, infos, visible, problems)
        if old is not None and basis == self._basis:
            return old
        self._basis = basis
        context = Context(
            groups=sources,
            kernels={key: replace(info, group=group_of.get(key)) for key, info in kernels.items()},
            gpus=infos,
            visible_gpus=visible,
            server_group=server_group,
            problems=problems,
            revision=old.revision + 1 if old else 1,
        )
        if old is None or old == context:
            return old or context
        same = _without_states(old) == _without_states(context)
        return replace(context, revision=old.revision) if same else context


def _without_states(context: Context) -> Context:
    kernels = {k: replace(info, execution_state=None) for k, info in context.kernels.items()}
    return replace(context, kernels=kernels)

"""The one sampler of a server: a thread that reads, and hands each sample to its listeners."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
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

SampleListener = Callable[[Sample], object]

_NO_GPUS: Mapping[str, GpuInfo] = MappingProxyType({})
_NO_VRAM = KernelVram()
_NO_VRAM_AT_ALL: Mapping[str, KernelVram] = MappingProxyType({})


class MemorySource(Protocol):
    """Reads memory of the machine, its groups, and process trees (kernel key -> pid)."""

    def read(self, pids: Mapping[str, int], idle: Collection[str]) -> MemoryReading:
        """Read everything once; `idle`: keys of kernels that may be read a little less often."""


class GpuSource(Protocol):
    """Knows the last VRAM figures; reads them in a thread of its own."""

    def latest(self, trees: Mapping[str, frozenset[int]], pids: Mapping[str, int]) -> GpuSnapshot:
        """Return the last known figures, at once.

        `trees`: kernel key -> all of its processes; `pids`: kernel key -> the first of them.
        """


class Sampler:
    """Samples every `interval` seconds until stopped. Listeners run on its thread."""

    def __init__(
        self,
        memory: MemorySource,
        kernels: Callable[[], Mapping[str, KernelInfo]],
        *,
        gpus: GpuSource | None = None,
        interval: float = 1.0,
        log: logging.Logger | None = None,
    ) -> None:
        """Begin without a thread.

        `kernels`: returns them by key, in a mapping that stays as it is; the same one again tells
        that nothing has changed.
        """
        self.interval = interval
        self._memory = memory
        self._kernels = kernels
        self._gpus = gpus
        self._log = log or logging.getLogger(__name__)
        self._listeners: list[tuple[str, SampleListener]] = []
        self._lock = threading.Lock()
        self._latest: Sample | None = None
        #: The kernels of the latest sample; of those: key -> pid, and which wait for work.
        self._known: Mapping[str, KernelInfo] | None = None
        self._pids: Mapping[str, int] = {}
        self._idle: frozenset[str] = frozenset()
        #: Kernel key -> what its latest reading was made of, and that reading.
        self._made: dict[str, tuple[ProcessReading, KernelVram, KernelReading]] = {}
        #: What the latest context was made of.
        self._basis: object = None
        #: What the latest readings of kernels were made of.
        self._readings_basis: object = None
        self._failing: set[str] = set()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def latest(self) -> Sample | None:
        """The newest sample."""
        return self._latest

    def add_listener(self, listener: SampleListener) -> None:
        """Hand every sample from now on to `listener`; it must be quick."""
        self._listeners.append((repr(listener), listener))

    def start(self) -> None:
        """Start the thread. It ends with the process."""
        self._thread = threading.Thread(target=self._run, name="headroom-sampler", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask the thread to end; return whether it did within `timeout` seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def sample_now(self) -> Sample:
        """Read once, out of turn. May be called from any thread but the event loop's."""
        with self._lock:
            return self._take()

    def sample_if_older(self, age_seconds: float, wait_seconds: float) -> None:
        """Read once where the newest sample is older; give up where another one hangs.

        Never raises.
        Not for the event loop's thread, either.
        """
        if not self._lock.acquire(timeout=wait_seconds):
            return
        try:
            latest = self._latest
            if latest is None or time.monotonic() - latest.monotonic > age_seconds:
                self._guarded("sample", self._take)
        finally:
            self._lock.release()

    def _take(self) -> Sample:
        """Read, keep and hand round; the caller holds the lock."""
        sample = self._latest = self._sample()
        for name, listener in self._listeners:
            self._guarded(name, partial(listener, sample))
        return sample

    def _run(self) -> None:
        due = time.monotonic()
        while not self._stopping.is_set():
            self._guarded("sample", self.sample_now)
            # After a suspend, or a slow disk, do not catch up on what was missed.
            due = max(due + self.interval, time.monotonic() + self.interval / 10)
            self._stopping.wait(due - time.monotonic())

    def _sample(self) -> Sample:
        kernels = self._kernels()
        if kernels is not self._known:
            self._get_to_know(kernels)
        memory = self._memory.read(self._pids, self._idle)
        gpus = self._gpus.latest(memory.trees, self._pids) if self._gpus is not None else None
        return Sample(
            seq=self._latest.seq + 1 if self._latest else 1,
            time=time.time(),
            monotonic=time.monotonic(),
            groups=memory.groups,
            machine=memory.machine,
            kernels=self._readings(kernels, memory, gpus),
            gpus=gpus.readings if gpus else {},
            context=self._context(kernels, memory, gpus),
        )

    def _get_to_know(self, kernels: Mapping[str, KernelInfo]) -> None:
        """Some kernel came or went, or something about one changed."""
        self._known = kernels
        for key in self._made.keys() - kernels.keys():
            del self._made[key]
        self._pids = {k.key: k.pid for k in kernels.values() if k.pid is not None}
        self._idle = frozenset(k.key for k in kernels.values() if k.execution_state == "idle")

    def _readings(
        self, kernels: Mapping[str, KernelInfo], memory: MemoryReading, gpus: GpuSnapshot | None
    ) -> Mapping[str, KernelReading]:
        """Return the readings of all kernels: the last ones again where nothing has changed."""
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
        # Most kernels idle: then the source gives the same again, and so do we.
        if made is not None and (made[0] is reading or made[0] == reading) and made[1] == vram:
            return made[2]
        # Of a process, the highest sample stays; a restarted kernel starts anew.
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
        """Return the last context where nothing changed, so that readers can compare cheaply.

        The revision rises with whatever gives keys another meaning: not with a cell that runs.
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

    def _guarded(self, name: str, call: Callable[[], object]) -> None:
        """Run `call`; an error is logged once, until it works again."""
        try:
            call()
        except Exception:  # noqa: BLE001 - fail open: the next sample may work
            if name not in self._failing:
                self._failing.add(name)
                self._log.exception("headroom: %s failed; more of the same is not logged", name)
        else:
            self._failing.discard(name)


def _without_states(context: Context) -> Context:
    kernels = {k: replace(info, execution_state=None) for k, info in context.kernels.items()}
    return replace(context, kernels=kernels)

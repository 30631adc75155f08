"""Everything about VRAM: the drivers of all vendors, and which GPUs each kernel uses and sees."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jupyterlab_headroom.nouns.memory import GpuInfo, Problem
from jupyterlab_headroom.sources.cgroup.identity import in_first_pid_namespace
from jupyterlab_headroom.sources.files import Roots, read_text
from jupyterlab_headroom.sources.gpu.device_files import CUDA_DEVICE, DeviceFiles
from jupyterlab_headroom.sources.gpu.gpu_watch import GpuWatch
from jupyterlab_headroom.sources.gpu.gpus import Driver, GpuReport, GpuSnapshot, KernelVram
from jupyterlab_headroom.sources.gpu.visible_gpus import VARIABLES, Ordinals, visible_gpus
from jupyterlab_headroom.sources.gpu.vram import (
    Trees,
    UsageEstimate,
    held,
    merged,
    pids_match_ours,
)

#: Only lists from NVML may have foreign pids; fdinfo is read from our own /proc.
_DRIVER_PIDS_BASIS = "nvml"
_PIDS_UNKNOWN = (
    "The GPU driver does not tell which of its processes run in this container: VRAM is known per"
    " GPU, not per kernel."
)
_ESTIMATED = (
    "The GPU driver does not tell which of its processes run in this container. Only one kernel"
    " uses CUDA: what it holds is estimated from how much fuller the GPU has become since."
)


_NO_GPUS = GpuSnapshot()


class VramPlane:
    """Polls each driver in its own thread; `latest` returns at once. Not thread-safe."""

    def __init__(
        self,
        drivers: Iterable[Driver],
        *,
        roots: Roots | None = None,
        interval: float = 1.0,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        roots = roots or Roots()
        self._watches = [
            GpuWatch(driver, interval=interval, log=log, clock=clock) for driver in drivers
        ]
        #: The trees of the last call. If the same object is passed again, no process came or went.
        self._trees: Trees | None = None
        self._attribution = VramAttribution(roots, clock)
        self._visible_gpus = VisibleGpus(roots)

    def start(self) -> None:
        """Start polling the drivers."""
        for watch in self._watches:
            watch.start()

    def stop(self, timeout: float = 1.0) -> bool:
        """Stop polling. Return whether every thread ended, each within `timeout` seconds."""
        ended = [watch.stop(timeout) for watch in self._watches]
        return all(ended)

    def latest(self, trees: Trees, pids: Mapping[str, int]) -> GpuSnapshot:
        """Return what is known now.

        `trees`: kernel key -> pids of its process tree; `pids`: kernel key -> pid of the kernel.
        """
        answers = {watch.vendor: watch.answer() for watch in self._watches}
        problems = [
            Problem(vendor, text) for vendor, answer in answers.items() for text in answer.problems
        ]
        reports = [report for answer in answers.values() for report in answer.reports]
        if trees is not self._trees:
            self._trees, ours = trees, frozenset().union(*trees.values())
            for watch in self._watches:
                watch.pids = ours
        if not reports:
            return GpuSnapshot(problems=tuple(problems)) if problems else _NO_GPUS
        vram, words = self._attribution.of(trees, [answer.reports for answer in answers.values()])
        if words is not None:
            problems.append(Problem("nvidia", words))
        return GpuSnapshot(
            infos={report.info.key: report.info for report in reports},
            readings={report.info.key: report.reading for report in reports},
            vram=vram,
            visible=self._visible_gpus.of(pids, reports),
            problems=tuple(problems),
        )


class VramAttribution:
    """Attributes VRAM to kernels, even where a driver reports the host's pids."""

    def __init__(self, roots: Roots, clock: Callable[[], float]) -> None:
        self._proc = roots.proc
        self._devices = DeviceFiles(roots, clock)
        self._estimate = UsageEstimate(clock)
        #: Whether the driver is known to report our pids. Once true, it stays true.
        self._trusted = in_first_pid_namespace(roots.proc) is not False

    def of(
        self, trees: Trees, vendors: Iterable[Sequence[GpuReport]]
    ) -> tuple[dict[str, KernelVram], str | None]:
        """Return kernel -> VRAM, and a text for people if that is estimated or unknown."""
        parts, words = [], None
        for reports in vendors:
            if reports and reports[0].basis == _DRIVER_PIDS_BASIS and not self._trusted:
                part, words = self._from_untrusted_pids(trees, reports)
                parts.append(part)
            elif reports:
                parts.append(held(trees, reports))
        return {
            kernel: merged(part.get(kernel, KernelVram()) for part in parts) for kernel in trees
        }, words

    def _from_untrusted_pids(
        self, trees: Trees, reports: Sequence[GpuReport]
    ) -> tuple[dict[str, KernelVram], str | None]:
        files = self._devices.of(frozenset().union(*trees.values()))
        users = frozenset(pid for pid, held_open in files.items() if _uses_cuda(held_open))
        if pids_match_ours(reports, users, lambda pid: (self._proc / str(pid)).exists()):
            self._trusted = True
            return held(trees, reports), None
        kernels = [kernel for kernel, pids in trees.items() if pids & users]
        estimate = self._estimate.of(kernels, _used(reports))
        if not kernels:
            return {}, None
        if estimate.basis is None:
            return {}, _PIDS_UNKNOWN
        return {kernels[0]: estimate}, _ESTIMATED


@dataclass
class VisibleGpus:
    """Which GPUs each kernel sees. Reads the environment of each process only once."""

    roots: Roots
    _infos: list[GpuInfo] = field(default_factory=list)
    _seen: dict[int, Ordinals | None] = field(default_factory=dict)

    def of(self, pids: Mapping[str, int], reports: Sequence[GpuReport]) -> dict[str, Ordinals]:
        """Return kernel -> GPU keys in its own order, without kernels that we may not inspect."""
        infos = [report.info for report in reports]
        if infos != self._infos:
            self._infos, self._seen = infos, {}
        present = frozenset(pids.values())
        self._seen = {pid: seen for pid, seen in self._seen.items() if pid in present}
        for pid in present - self._seen.keys():
            text = read_text(self.roots.proc / str(pid) / "environ")
            # Just after a start it is empty, and read again later. If unreadable, it stays so.
            if text != "":
                self._seen[pid] = None if text is None else visible_gpus(_variables(text), reports)
        visible = {kernel: self._seen.get(pid) for kernel, pid in pids.items()}
        return {kernel: seen for kernel, seen in visible.items() if seen is not None}


def _variables(environ: str) -> dict[str, str]:
    pairs = (entry.partition("=") for entry in environ.split("\0"))
    return {name: value for name, _, value in pairs if name in VARIABLES}


def _uses_cuda(open_files: Mapping[int, str]) -> bool:
    return CUDA_DEVICE in open_files.values()


def _used(reports: Sequence[GpuReport]) -> dict[str, int]:
    sliced = {report.info.parent for report in reports}
    return {
        report.info.key: report.reading.used_bytes
        for report in reports
        if report.reading.used_bytes is not None and report.info.key not in sliced
    }

"""Attributes VRAM to kernels, as far as that is possible."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from jupyterlab_headroom.cadence.gpus import NOTICE_SECONDS
from jupyterlab_headroom.sources.gpu.gpus import GpuReport, KernelVram

Trees = Mapping[str, frozenset[int]]


def held(trees: Trees, reports: Sequence[GpuReport]) -> dict[str, KernelVram]:
    """Return what each kernel holds, from process lists that use our pids."""
    return {kernel: _held(pids, reports) for kernel, pids in trees.items()} if reports else {}


def _held(pids: frozenset[int], reports: Sequence[GpuReport]) -> KernelVram:
    sliced = {report.info.parent for report in reports}
    sizes: dict[str, int] = {}
    # With privileges for a whole GPU, its list also has the processes of its slices.
    whole = [report for report in reports if report.info.key not in sliced]
    known = all(report.processes is not None for report in whole)
    for report in whole:
        own = [size for pid, size in (report.processes or {}).items() if pid in pids]
        if None in own:
            known = False
        elif own:
            sizes[report.info.key] = sum(size for size in own if size is not None)
    basis = next((report.basis for report in whole if report.basis), None)
    return KernelVram(sizes, basis if known or sizes else None)


def merged(parts: Iterable[KernelVram]) -> KernelVram:
    """Combine what the drivers of several vendors report about one kernel."""
    parts = list(parts)
    with_sizes = [part for part in parts if part.sizes]
    if with_sizes:
        sizes = {gpu: size for part in with_sizes for gpu, size in part.sizes.items()}
        return KernelVram(sizes, with_sizes[0].basis)
    known = [part.basis for part in parts]
    return KernelVram({}, None if None in known or not known else known[0])


def pids_match_ours(
    reports: Iterable[GpuReport], users: frozenset[int], exists: Callable[[int], bool]
) -> bool:
    """Return whether a driver, seen from inside a container, reports the container's pids.

    Old drivers report the host's pids. They are ours if at least one listed process is known to
    use CUDA (`users`), and all listed pids exist here.
    """
    listed = {pid for report in reports for pid in report.processes or {}}
    return bool(listed & users) and all(map(exists, listed))


class UsageEstimate:
    """Estimates a kernel's VRAM by how much GPU usage has grown since it started to use CUDA.

    Only possible for a single kernel: with two at once, it is unknown until both are gone. It is
    also unknown for a kernel that used CUDA before we started. It is an estimate because it
    includes what other programs on the machine allocate or free in the meantime.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        #: (time, GPU key -> used bytes) of the last seconds in which no kernel used CUDA.
        self._before: deque[tuple[float, Mapping[str, int]]] = deque()
        self._kernel: str | None = None

    def of(self, kernels: Sequence[str], used: Mapping[str, int]) -> KernelVram:
        """Return what the only one of `kernels` holds; `kernels` are those that use CUDA now."""
        if not kernels:
            self._remember(used)
            self._kernel = None
            return KernelVram()
        if len(kernels) > 1 or self._kernel not in (None, kernels[0]):
            self._before.clear()
        self._kernel = kernels[0]
        if not self._before:
            return KernelVram()
        before = self._before[0][1]
        sizes = {gpu: max(0, used[gpu] - before[gpu]) for gpu in used if gpu in before}
        return KernelVram({gpu: size for gpu, size in sizes.items() if size > 0}, "estimated")

    def _remember(self, used: Mapping[str, int]) -> None:
        now = self._clock()
        self._before.append((now, dict(used)))
        while len(self._before) > 1 and now - self._before[1][0] >= NOTICE_SECONDS:
            self._before.popleft()

"""Who holds how much VRAM, and how far that can be known."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from jupyterlab_headroom.sources.gpu.gpus import GpuLook, KernelVram

#: A kernel may use CUDA for this long before we notice; what the GPU held before counts.
NOTICE_SECONDS = 5.0

Trees = Mapping[str, frozenset[int]]


def held(trees: Trees, looks: Sequence[GpuLook]) -> dict[str, KernelVram]:
    """Return what each kernel holds, by lists whose numbers are ours."""
    return {kernel: _held(pids, looks) for kernel, pids in trees.items()} if looks else {}


def _held(pids: frozenset[int], looks: Sequence[GpuLook]) -> KernelVram:
    sliced = {look.info.parent for look in looks}
    sizes: dict[str, int] = {}
    # With rights over a whole GPU its list holds the processes of its slices, too.
    whole = [look for look in looks if look.info.key not in sliced]
    known = all(look.processes is not None for look in whole)
    for look in whole:
        own = [size for pid, size in (look.processes or {}).items() if pid in pids]
        if None in own:
            known = False
        elif own:
            sizes[look.info.key] = sum(size for size in own if size is not None)
    basis = next((look.basis for look in whole if look.basis), None)
    return KernelVram(sizes, basis if known or sizes else None)


def merged(parts: Iterable[KernelVram]) -> KernelVram:
    """Join what the drivers of several vendors tell about one kernel."""
    parts = list(parts)
    telling = [part for part in parts if part.sizes]
    if telling:
        sizes = {gpu: size for part in telling for gpu, size in part.sizes.items()}
        return KernelVram(sizes, telling[0].basis)
    known = [part.basis for part in parts]
    return KernelVram({}, None if None in known or not known else known[0])


def pids_match_ours(
    looks: Iterable[GpuLook], users: frozenset[int], exists: Callable[[int], bool]
) -> bool:
    """Tell whether a driver seen from within a container numbers processes as we do.

    Old drivers give the numbers of the host. Ours they are if one that is listed is known to use
    CUDA, and all of them exist here.
    """
    listed = {pid for look in looks for pid in look.processes or {}}
    return bool(listed & users) and all(map(exists, listed))


class UsageEstimate:
    """How much fuller the GPUs are since a kernel, the only one, started to use CUDA.

    Not known with two kernels at once, until both are gone; nor for one that was there before us.
    What other programs of the machine take or give back meanwhile is in it: an estimate.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        #: (time, GPU key -> used) while nobody used CUDA, of the last seconds.
        self._before: deque[tuple[float, Mapping[str, int]]] = deque()
        self._kernel: str | None = None

    def of(self, kernels: Sequence[str], used: Mapping[str, int]) -> KernelVram:
        """Return what the only one of `kernels`, those that use CUDA now, holds."""
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

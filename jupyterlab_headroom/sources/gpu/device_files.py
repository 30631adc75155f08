"""Which device files our processes hold open: tells who uses a GPU, without asking a driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jupyterlab_headroom.sources.files import Roots

#: Opened by libcuda, and by nothing that only asks about GPUs (nvidia-smi, NVML, we).
CUDA_DEVICE = "/dev/nvidia-uvm"
DRM_DEVICES = "/dev/dri/"
#: The list of a process is read this seldom: libraries open the device once, and keep it.
LOOK_SECONDS = 2.0


class DeviceFiles:
    """Lists the open GPU devices of processes. For one thread."""

    def __init__(self, roots: Roots, clock: Callable[[], float]) -> None:
        self._proc = roots.proc
        self._clock = clock
        self._known: dict[int, dict[int, str]] = {}
        self._read_at: dict[int, float] = {}

    def of(self, pids: Iterable[int]) -> dict[int, dict[int, str]]:
        """Return pid -> file descriptor -> device, of those that have any; forget all others."""
        now, wanted = self._clock(), set(pids)
        for pid in self._read_at.keys() - wanted:
            del self._read_at[pid]
            self._known.pop(pid, None)
        for pid in wanted:
            if now - self._read_at.get(pid, -LOOK_SECONDS) >= LOOK_SECONDS:
                self._read_at[pid] = now
                self._known[pid] = self._read(pid)
        return {pid: files for pid, files in self._known.items() if files}

    def _read(self, pid: int) -> dict[int, str]:
        found: dict[int, str] = {}
        try:
            for link in (self._proc / str(pid) / "fd").iterdir():
                target = str(link.readlink())
                if target.startswith(DRM_DEVICES) or target == CUDA_DEVICE:
                    found[int(link.name)] = target
        except (OSError, ValueError):
            # The process, or one of its files, is gone; or it is not ours to look into.
            return found
        return found

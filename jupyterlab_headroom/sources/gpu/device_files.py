"""Which GPU device files our processes have open: shows who uses a GPU without asking a driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jupyterlab_headroom.cadence.gpus import DEVICE_FILES_SECONDS
from jupyterlab_headroom.sources.files import Roots

#: Opened by libcuda, but not by programs that only query GPUs (nvidia-smi, NVML, this server).
CUDA_DEVICE = "/dev/nvidia-uvm"
DRM_DEVICES = "/dev/dri/"


class DeviceFiles:
    """Lists the GPU devices that processes have open. Not thread-safe."""

    def __init__(self, roots: Roots, clock: Callable[[], float]) -> None:
        self._proc = roots.proc
        self._clock = clock
        self._known: dict[int, dict[int, str]] = {}
        self._read_at: dict[int, float] = {}

    def of(self, pids: Iterable[int]) -> dict[int, dict[int, str]]:
        """Return pid -> file descriptor -> device for those of `pids` that have any open.

        Other processes are dropped from the cache.
        """
        now, wanted = self._clock(), set(pids)
        for pid in self._read_at.keys() - wanted:
            del self._read_at[pid]
            self._known.pop(pid, None)
        for pid in wanted:
            if now - self._read_at.get(pid, -DEVICE_FILES_SECONDS) >= DEVICE_FILES_SECONDS:
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
            # The process or one of its files is gone, or we may not inspect it.
            return found
        return found

"""NVIDIA GPUs through NVML: the only module that imports it. Calls may hang: see gpus.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pynvml

from jupyterlab_headroom.sources.gpus import DriverError, GpuLook, NoDriverError
from jupyterlab_headroom.types import GpuInfo, GpuReading

#: There is no NVIDIA GPU, or no driver for it: nothing to report.
_ABSENT = (
    pynvml.NVML_ERROR_LIBRARY_NOT_FOUND,
    pynvml.NVML_ERROR_DRIVER_NOT_LOADED,
    pynvml.NVML_ERROR_GPU_NOT_FOUND,
)
#: This GPU or this driver does not tell; others do.
_UNKNOWN = (
    pynvml.NVML_ERROR_NOT_SUPPORTED,
    pynvml.NVML_ERROR_FUNCTION_NOT_FOUND,
    pynvml.NVML_ERROR_NO_PERMISSION,
    pynvml.NVML_ERROR_NOT_FOUND,
    pynvml.NVML_ERROR_INVALID_ARGUMENT,
)
_WORDS = {
    pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH: (
        "The NVIDIA driver and its library have different versions; a restart of the machine"
        " (or a new image of the container) mends that."
    ),
    pynvml.NVML_ERROR_NO_PERMISSION: "This user may not ask the NVIDIA driver.",
    pynvml.NVML_ERROR_GPU_IS_LOST: "A GPU has fallen off the bus.",
}


class NvmlDriver:
    """Asks the NVIDIA driver. One thread only."""

    vendor = "nvidia"

    def __init__(self) -> None:
        self._ready = False

    def look(self) -> Iterator[GpuLook]:
        """Yield every GPU, and every MIG slice after its GPU.

        Raises `NoDriverError` where there is none, `DriverError` where it does not work.
        """
        try:
            if not self._ready:
                pynvml.nvmlInit()
                self._ready = True
            for index in range(pynvml.nvmlDeviceGetCount()):
                handle = pynvml.nvmlDeviceGetHandleByIndex(index)
                look = _look(handle, str(index), index, None)
                yield look
                yield from _slices(handle, look.info)
        except pynvml.NVMLError as error:
            self._ready = False  # a driver that was reloaded wants to be greeted again
            if error.value in _ABSENT:
                raise NoDriverError from error
            raise DriverError(_WORDS.get(error.value, f"NVIDIA driver: {error}")) from error


def _look(handle: Any, key: str, index: int | None, parent: str | None) -> GpuLook:
    memory, unified = _memory(handle)
    total = int(memory.total) if memory is not None else None
    utilization = _known(pynvml.nvmlDeviceGetUtilizationRates, handle)
    return GpuLook(
        info=GpuInfo(
            key=key,
            name=_text(_known(pynvml.nvmlDeviceGetName, handle)) or "NVIDIA GPU",
            vendor="nvidia",
            index=index,
            uuid=_text(_known(pynvml.nvmlDeviceGetUUID, handle)),
            total_bytes=total,
            unified=unified,
            parent=parent,
        ),
        reading=GpuReading(
            # total - free, so that what the driver keeps for itself is not promised to anyone.
            used_bytes=int(memory.total - memory.free) if memory is not None else None,
            total_bytes=total,
            utilization_percent=float(utilization.gpu) if utilization is not None else None,
        ),
        processes=_processes(handle),
    )


def _memory(handle: Any) -> tuple[Any, bool]:
    """Return the memory figures, and whether the GPU has no memory of its own.

    GB10 and Jetson share the machine's: there the question is not supported.
    """
    try:
        return pynvml.nvmlDeviceGetMemoryInfo(handle), False
    except pynvml.NVMLError as error:
        if error.value not in _UNKNOWN:
            raise
        return None, error.value == pynvml.NVML_ERROR_NOT_SUPPORTED


def _slices(handle: Any, gpu: GpuInfo) -> Iterator[GpuLook]:
    mode = _known(pynvml.nvmlDeviceGetMigMode, handle)
    if mode is None or mode[0] != pynvml.NVML_DEVICE_MIG_ENABLE:
        return
    for number in range(_known(pynvml.nvmlDeviceGetMaxMigDeviceCount, handle) or 0):
        mig = _known(pynvml.nvmlDeviceGetMigDeviceHandleByIndex, handle, number)
        if mig is not None:
            yield _look(mig, f"{gpu.key}.{number}", None, gpu.key)


def _processes(handle: Any) -> dict[int, int | None] | None:
    """Return pid -> bytes, `None` for the bytes where the driver does not tell (WDDM, vGPU).

    A process that computes and draws is listed twice with the same figure.
    """
    computing = _known(pynvml.nvmlDeviceGetComputeRunningProcesses, handle)
    drawing = _known(pynvml.nvmlDeviceGetGraphicsRunningProcesses, handle)
    if computing is None and drawing is None:
        return None
    return {int(p.pid): p.usedGpuMemory for p in [*(drawing or []), *(computing or [])]}


def _known(ask: Callable[..., Any], *arguments: Any) -> Any:
    """Return the answer, or `None` where this GPU or driver cannot tell; a lost GPU is an error."""
    try:
        return ask(*arguments)
    except pynvml.NVMLError as error:
        if error.value not in _UNKNOWN:
            raise
        return None


def _text(value: str | bytes | None) -> str | None:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

"""Reads NVIDIA GPUs through NVML; no other module imports it. Calls may hang: see gpu_watch.py."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pynvml

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading
from jupyterlab_headroom.sources.gpu.gpus import DriverError, GpuReport, NoDriverError

#: There is no NVIDIA GPU or no driver for it, so there is nothing to report.
_ABSENT = (
    pynvml.NVML_ERROR_LIBRARY_NOT_FOUND,
    pynvml.NVML_ERROR_DRIVER_NOT_LOADED,
    pynvml.NVML_ERROR_GPU_NOT_FOUND,
)
#: This GPU or this driver does not provide the value; others do.
_UNKNOWN = (
    pynvml.NVML_ERROR_NOT_SUPPORTED,
    pynvml.NVML_ERROR_FUNCTION_NOT_FOUND,
    pynvml.NVML_ERROR_NO_PERMISSION,
    pynvml.NVML_ERROR_NOT_FOUND,
    pynvml.NVML_ERROR_INVALID_ARGUMENT,
)
#: Suffixes of NVML's functions that list processes, newest version first.
_LIST_VERSIONS = ("_v3", "_v2")
#: Errors that can affect one GPU while the others work. The text completes "GPU 0 (name) ...".
_SINGLE_GPU_ERRORS = {
    pynvml.NVML_ERROR_GPU_IS_LOST: "has fallen off the bus, or was unplugged.",
    pynvml.NVML_ERROR_RESET_REQUIRED: "needs a reset.",
    pynvml.NVML_ERROR_IRQ_ISSUE: "has a problem with its interrupts.",
    pynvml.NVML_ERROR_INSUFFICIENT_POWER: "lacks power: are its cables attached?",
    pynvml.NVML_ERROR_NO_PERMISSION: "may not be read by this user.",
    pynvml.NVML_ERROR_UNKNOWN: "does not answer properly.",
}
_DRIVER_ERRORS = {
    pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH: (
        "The NVIDIA driver and its library have different versions; a restart of the machine"
        " (or a new image of the container) mends that."
    ),
    pynvml.NVML_ERROR_NO_PERMISSION: "This user may not ask the NVIDIA driver.",
}


class NvmlDriver:
    """Queries the NVIDIA driver. Not thread-safe."""

    vendor = "nvidia"

    def __init__(self) -> None:
        self._ready = False
        #: Index -> the GPU's info when it last answered.
        self._seen: dict[int, GpuInfo] = {}

    def look(self, pids: frozenset[int]) -> list[GpuReport]:
        """Return every GPU, each followed by its MIG slices; `pids` is not used.

        Raises `NoDriverError` if there is no GPU or driver, `DriverError` if it does not work.
        """
        try:
            if not self._ready:
                pynvml.nvmlInit()
                self._ready = True
            reports = [x for i in range(pynvml.nvmlDeviceGetCount()) for x in self._gpu(i)]
        except pynvml.NVMLError as error:
            self._end_session()
            if error.value in _ABSENT:
                raise NoDriverError from error
            raise DriverError(_DRIVER_ERRORS.get(error.value, f"NVIDIA driver: {error}")) from error
        if any(report.problem for report in reports):
            self._end_session()  # the driver only counts its GPUs again when it is initialised
        return reports

    def _gpu(self, index: int) -> Iterator[GpuReport]:
        """Yield one GPU and its slices; a GPU that fails must not hide the others."""
        try:
            handle = pynvml.nvmlDeviceGetHandleByIndex(index)
            slices = list(_slices(handle, index))
            gpu = _report(handle, str(index), index, None)
        except pynvml.NVMLError as error:
            if error.value not in _SINGLE_GPU_ERRORS:
                raise
            yield _failed(self._seen.get(index), index, error)
            return
        self._seen[index] = gpu.info
        yield gpu
        uuid = gpu.info.uuid
        yield from (_report(mig, key, None, gpu.info.key, uuid) for mig, key in slices)

    def _end_session(self) -> None:
        """Shut NVML down so that the next query initialises it again.

        Needed after the driver was reloaded or a GPU was unplugged.
        """
        if self._ready:
            self._ready = False
            with contextlib.suppress(pynvml.NVMLError):
                pynvml.nvmlShutdown()


def _failed(seen: GpuInfo | None, index: int, error: pynvml.NVMLError) -> GpuReport:
    info = seen or GpuInfo(str(index), "NVIDIA GPU", "nvidia", index)
    words = _SINGLE_GPU_ERRORS[error.value]
    return GpuReport(
        info=info,
        reading=GpuReading(),
        basis="nvml",
        names=() if info.uuid is None else (info.uuid,),
        problem=f"GPU {index} ({info.name}) {words}",
    )


def _report(
    handle: Any, key: str, index: int | None, parent: str | None, parent_uuid: str | None = None
) -> GpuReport:
    memory, unified = _memory(handle)
    total = int(memory.total) if memory is not None else None
    utilization = _known(pynvml.nvmlDeviceGetUtilizationRates, handle)
    uuid = _text(_known(pynvml.nvmlDeviceGetUUID, handle))
    names = [uuid, _instance_name(handle, parent_uuid)]
    return GpuReport(
        info=GpuInfo(
            key=key,
            name=_text(_known(pynvml.nvmlDeviceGetName, handle)) or "NVIDIA GPU",
            vendor="nvidia",
            index=index,
            uuid=uuid,
            total_bytes=total,
            unified=unified,
            parent=parent,
        ),
        reading=GpuReading(
            # total - free, so that memory reserved by the driver does not count as free.
            used_bytes=int(memory.total - memory.free) if memory is not None else None,
            total_bytes=total,
            utilization_percent=float(utilization.gpu) if utilization is not None else None,
        ),
        processes=_processes(handle),
        basis="nvml",
        names=tuple(name for name in names if name is not None),
    )


def _instance_name(handle: Any, parent_uuid: str | None) -> str | None:
    """Return the other name of a slice in CUDA_VISIBLE_DEVICES: MIG-GPU-UUID/instance/compute."""
    if parent_uuid is None:
        return None
    instance = _known(pynvml.nvmlDeviceGetGpuInstanceId, handle)
    compute = _known(pynvml.nvmlDeviceGetComputeInstanceId, handle)
    if instance is None or compute is None:
        return None
    return f"MIG-{parent_uuid}/{instance}/{compute}"


def _memory(handle: Any) -> tuple[Any, bool]:
    """Return the memory figures, and whether the GPU has no memory of its own.

    GB10 and Jetson share the machine's memory and do not support this query.
    """
    try:
        return pynvml.nvmlDeviceGetMemoryInfo(handle), False
    except pynvml.NVMLError as error:
        if error.value not in _UNKNOWN:
            raise
        return None, error.value == pynvml.NVML_ERROR_NOT_SUPPORTED


def _slices(handle: Any, index: int) -> Iterator[tuple[Any, str]]:
    """Yield the MIG slices of a GPU with their keys."""
    mode = _known(pynvml.nvmlDeviceGetMigMode, handle)
    if mode is None or mode[0] != pynvml.NVML_DEVICE_MIG_ENABLE:
        return
    for number in range(_known(pynvml.nvmlDeviceGetMaxMigDeviceCount, handle) or 0):
        mig = _known(pynvml.nvmlDeviceGetMigDeviceHandleByIndex, handle, number)
        if mig is not None:
            yield mig, f"{index}.{number}"


def _processes(handle: Any) -> dict[int, int | None] | None:
    """Return pid -> bytes; bytes are `None` where the driver does not report them (WDDM, vGPU).

    A process that uses both compute and graphics is in both lists, with the same figure.
    """
    lists = [
        _first_known(
            handle,
            *(
                getattr(pynvml, f"nvmlDeviceGet{kind}RunningProcesses{version}")
                for version in _LIST_VERSIONS
            ),
        )
        for kind in ("Graphics", "Compute")
    ]
    if all(processes is None for processes in lists):
        return None
    return {int(p.pid): p.usedGpuMemory for processes in lists for p in processes or ()}


def _first_known(handle: Any, *asks: Callable[..., Any]) -> Any:
    """Return the first known answer: drivers before 510 lack the newer functions."""
    return next((found for ask in asks if (found := _known(ask, handle)) is not None), None)


def _known(ask: Callable[..., Any], *arguments: Any) -> Any:
    """Return the answer, or `None` where this GPU or driver does not provide it.

    Other errors, such as a lost GPU, are raised.
    """
    try:
        return ask(*arguments)
    except pynvml.NVMLError as error:
        if error.value not in _UNKNOWN:
            raise
        return None


def _text(value: str | bytes | None) -> str | None:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value

"""Finds the kernel that a request names."""

from __future__ import annotations

from jupyterlab_headroom.kernels.directory import KernelDirectory
from jupyterlab_headroom.nouns.memory import KernelInfo


async def kernel_of(directory: KernelDirectory, kernel_id: str) -> KernelInfo | None:
    """Return a kernel by its id, refreshing the directory first if the kernel is new to it."""
    if all(kernel.id != kernel_id for kernel in directory.snapshot().values()):
        await directory.refresh()
    kernels = directory.snapshot().values()
    return next((kernel for kernel in kernels if kernel.id == kernel_id), None)

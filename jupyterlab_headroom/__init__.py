"""jupyterlab-headroom: the memory that is really left, and why a kernel died.

What stands in `__all__` may be imported by others and keeps its meaning until the next major
version (docs/api.md). Everything else may change with any release.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

try:
    from jupyterlab_headroom._version import __version__
except ImportError:  # a checkout that was never built: the build writes _version.py
    __version__ = "unknown"

if TYPE_CHECKING:
    from jupyterlab_headroom.app import HeadroomApp
    from jupyterlab_headroom.events import KERNEL_DEATH
    from jupyterlab_headroom.nouns.deaths import DeathReport, Evidence, ExitStatus, Verdict
    from jupyterlab_headroom.nouns.memory import (
        Context,
        GpuInfo,
        GpuReading,
        GroupReading,
        KernelInfo,
        KernelReading,
        LimitSource,
        MachineReading,
        Sample,
    )

__all__ = [
    "KERNEL_DEATH",
    "Context",
    "DeathReport",
    "Evidence",
    "ExitStatus",
    "GpuInfo",
    "GpuReading",
    "GroupReading",
    "HeadroomApp",
    "KernelInfo",
    "KernelReading",
    "LimitSource",
    "MachineReading",
    "Sample",
    "Verdict",
    "__version__",
]

#: Where the names are loaded from when they are first asked for: Jupyter imports this package
#: to list its extensions, and must not load the whole server part for that.
_MODULES = {
    "app": ("HeadroomApp",),
    "events": ("KERNEL_DEATH",),
    "nouns.deaths": ("DeathReport", "Evidence", "ExitStatus", "Verdict"),
    "nouns.memory": (
        "Context",
        "GpuInfo",
        "GpuReading",
        "GroupReading",
        "KernelInfo",
        "KernelReading",
        "LimitSource",
        "MachineReading",
        "Sample",
    ),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-headroom"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from jupyterlab_headroom.app import HeadroomApp

    return [{"module": "jupyterlab_headroom", "app": HeadroomApp}]

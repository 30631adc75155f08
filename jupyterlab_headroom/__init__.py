"""jupyterlab-headroom: the memory that is really left, and why a kernel died.

The names in `__all__` are public, and keep their meaning until the next major version
(docs/api.md). Everything else may change in any release.
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

#: Which module each name is loaded from on first access. Jupyter imports this package just to list
#: its extensions, which must not load the whole server part.
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

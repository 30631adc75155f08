"""jupyterlab-headroom: the memory that is really left, and why a kernel died."""

from __future__ import annotations

try:
    from jupyterlab_headroom._version import __version__
except ImportError:  # a checkout that was never built: the build writes _version.py
    __version__ = "unknown"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-headroom"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    from jupyterlab_headroom.app import HeadroomApp

    return [{"module": "jupyterlab_headroom", "app": HeadroomApp}]

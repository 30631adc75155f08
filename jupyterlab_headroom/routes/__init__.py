"""REST handlers under `<base_url>jupyterlab-headroom/`, see docs/wire.md."""

from __future__ import annotations

from jupyterlab_headroom.routes import checkpoint, deaths, environment, samples

Handlers = list[tuple[str, type]]


def handlers(base_url: str) -> Handlers:
    """Return all handlers of the extension, one line per module of this package."""
    return [
        *checkpoint.handlers(base_url),
        *deaths.handlers(base_url),
        *environment.handlers(base_url),
        *samples.handlers(base_url),
    ]

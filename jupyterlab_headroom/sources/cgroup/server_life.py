"""Identifies this run of the server: which boot, which container, and when it started."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from jupyterlab_headroom.nouns.life import ServerLife
from jupyterlab_headroom.sources.cgroup.identity import container_ids
from jupyterlab_headroom.sources.files import read_text


def begin_life(
    proc: Path = Path("/proc"),
    *,
    wall_clock: Callable[[], float] = time.time,
    clock: Callable[[], float] = time.monotonic,
) -> ServerLife:
    """Return the identity of a run that starts now. Unreadable parts are `None`; never raises."""
    boot_id = (read_text(proc / "sys" / "kernel" / "random" / "boot_id") or "").strip()
    containers = container_ids(proc)
    return ServerLife(
        id=secrets.token_hex(8),
        boot_id=boot_id or None,
        container_id=containers[0] if containers else None,
        started_seconds=wall_clock(),
        started_monotonic_seconds=clock(),
    )

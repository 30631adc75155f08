"""Reads the VRAM of processes from /proc/PID/fdinfo, as written by DRM drivers.

See Documentation/gpu/drm-usage-stats.rst in the Linux source. A driver writes one set of lines per
open file; shared or duplicated files have the same client id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.sources.files import read_text

_LINE = re.compile(r"^drm-([\w-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE | re.ASCII)
_SIZE = re.compile(r"(\d+)(?: (KiB|MiB|GiB))?", re.ASCII)
_UNITS = {None: 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
#: amdgpu: vram; xe: vram0, vram1; i915: local0, stolen-local0. Anything else is RAM.
_REGION = re.compile(r"(resident|memory|total)-((?:stolen-)?(?:vram|local)\d*)", re.ASCII)
#: `resident` is what is in VRAM now; `memory` is its old name. Parts of `total` may be swapped out.
_BEST_FIRST = ("resident", "memory", "total")


@dataclass(frozen=True)
class DrmClient:
    """One open file of a GPU."""

    driver: str
    #: PCI address of the GPU; `None` where the driver does not report it.
    slot: str | None
    #: Unique per GPU; `None` with old drivers.
    client_id: str | None
    #: `None` where the driver does not report it.
    vram_bytes: int | None


def parse_fdinfo(text: str) -> DrmClient | None:
    """Parse one fdinfo file; returns `None` if it is not from a DRM driver."""
    lines = dict(_LINE.findall(text))
    driver = lines.get("driver")
    if driver is None:
        return None
    return DrmClient(driver, lines.get("pdev"), lines.get("client-id"), _vram(lines))


def _vram(lines: Mapping[str, str]) -> int | None:
    by_kind: dict[str, dict[str, int]] = {kind: {} for kind in _BEST_FIRST}
    for key, value in lines.items():
        region, size = _REGION.fullmatch(key), _SIZE.fullmatch(value)
        if region and size:
            by_kind[region[1]][region[2]] = int(size[1]) * _UNITS[size[2]]
    best = next((sizes for sizes in by_kind.values() if sizes), None)
    return None if best is None else sum(best.values())


def vram_by_slot(
    proc: Path, open_files: Mapping[int, Iterable[int]]
) -> dict[str, dict[int, int | None]]:
    """Return PCI address -> pid -> bytes. `open_files`: pid -> file descriptors to read.

    A client shared by several processes (a fork inherits it) is counted for the lowest pid only.
    """
    seen: set[tuple[str, str]] = set()
    found: dict[str, dict[int, int | None]] = {}
    for pid in sorted(open_files):
        for descriptor in sorted(open_files[pid]):
            text = read_text(proc / str(pid) / "fdinfo" / str(descriptor))
            client = parse_fdinfo(text) if text is not None else None
            if client is None or client.slot is None:
                continue
            identity = (client.slot, client.client_id or f"{pid}/{descriptor}")
            if identity in seen:
                continue
            seen.add(identity)
            sizes = found.setdefault(client.slot, {})
            sizes[pid] = _plus(sizes.get(pid, 0), client.vram_bytes)
    return found


def _plus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b

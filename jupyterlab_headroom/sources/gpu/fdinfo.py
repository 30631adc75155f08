"""VRAM of processes from /proc/PID/fdinfo, as DRM drivers write it.

See Documentation/gpu/drm-usage-stats.rst of the Linux source. A driver writes one set of lines
for each open file; files that are shared or duplicated name the same client.
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
#: What is in VRAM now comes first; `memory` is its old name. `total` may be swapped out in part.
_BEST_FIRST = ("resident", "memory", "total")


@dataclass(frozen=True)
class DrmClient:
    """One opened GPU."""

    driver: str
    #: PCI address of the GPU; `None` where the driver does not tell.
    slot: str | None
    #: Unique within one GPU; `None` in old drivers.
    client_id: str | None
    #: `None`: the driver does not tell.
    vram_bytes: int | None


def parse_fdinfo(text: str) -> DrmClient | None:
    """Parse one file of fdinfo; `None` where it does not belong to a DRM driver."""
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
    """Return PCI address -> pid -> bytes. `open_files`: pid -> descriptors to look at.

    A client that several processes share (a fork inherits it) is counted for the first.
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

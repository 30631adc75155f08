"""AMD GPUs through the files of the amdgpu driver (Documentation/gpu/amdgpu/driver-misc.rst).

Which process holds how much VRAM is not read here: only figures of the whole GPU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jupyterlab_headroom.sources.files import Roots, read_text, to_int
from jupyterlab_headroom.sources.gpus import GpuLook, NoDriverError
from jupyterlab_headroom.types import GpuInfo, GpuReading

_AMD = "0x1002"
_CARD = re.compile(r"card(\d+)$")


class AmdDriver:
    """Reads `/sys/class/drm/cardN/device`."""

    vendor = "amd"

    def __init__(self, roots: Roots | None = None) -> None:
        self._cards = (roots or Roots()).sys / "class" / "drm"

    def look(self) -> Iterator[GpuLook]:
        """Yield every AMD GPU that tells its VRAM; raise `NoDriverError` where there is none."""
        found = False
        for card in sorted(self._cards.glob("card*"), key=lambda path: (len(path.name), path)):
            look = _look(card)
            if look is not None:
                found = True
                yield look
        if not found:
            raise NoDriverError


def _look(card: Path) -> GpuLook | None:
    match, device = _CARD.match(card.name), card / "device"
    total = to_int(read_text(device / "mem_info_vram_total"))
    # Connectors are called card0-DP-1; other vendors have no such file.
    if match is None or total is None or (read_text(device / "vendor") or "").strip() != _AMD:
        return None
    busy = to_int(read_text(device / "gpu_busy_percent"))
    return GpuLook(
        info=GpuInfo(
            key=card.name,
            name=(read_text(device / "product_name") or "").strip() or "AMD GPU",
            vendor="amd",
            index=int(match[1]),
            uuid=(read_text(device / "unique_id") or "").strip() or None,
            total_bytes=total,
        ),
        reading=GpuReading(
            used_bytes=to_int(read_text(device / "mem_info_vram_used")),
            total_bytes=total,
            utilization_percent=None if busy is None else float(busy),
        ),
    )

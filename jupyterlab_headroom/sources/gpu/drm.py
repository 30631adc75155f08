"""Reads AMD and Intel GPUs through their drivers' files: sysfs for GPUs, fdinfo for processes.

AMD: Documentation/gpu/amdgpu/driver-misc.rst in the Linux source. Intel provides less: `xe` only
the size of each tile, `i915` nothing unless it is Intel's own build. The PCI vendor id tells the
two vendors apart.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.nouns.memory import GpuInfo, GpuReading
from jupyterlab_headroom.sources.files import Roots, read_text, to_int
from jupyterlab_headroom.sources.gpu.device_files import DRM_DEVICES, DeviceFiles
from jupyterlab_headroom.sources.gpu.fdinfo import vram_by_slot
from jupyterlab_headroom.sources.gpu.gpus import GpuReport, NoDriverError

_AMD = "0x1002"
_INTEL = "0x8086"
_CARD = re.compile(r"card(\d+)", re.ASCII)
_SLOT = re.compile(r"^PCI_SLOT_NAME=(\S+)$", re.MULTILINE)
#: PCI address that Intel uses only for the GPU integrated in the processor.
_INTEGRATED_SLOT = "0000:00:02.0"

Reader = Callable[[Path, GpuInfo], tuple[GpuInfo, GpuReading] | None]


class DrmDriver:
    """Reads `/sys/class/drm/cardN` of one vendor. Not thread-safe."""

    def __init__(
        self,
        vendor: str,
        pci_vendor: str,
        read: Reader,
        roots: Roots | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.vendor = vendor
        self._pci_vendor = pci_vendor
        self._read = read
        self._roots = roots or Roots()
        self._devices = DeviceFiles(self._roots, clock)

    def look(self, pids: frozenset[int]) -> Iterator[GpuReport]:
        """Yield every GPU that exposes its VRAM; raises `NoDriverError` if there is none."""
        cards = [(card, found) for card in self._cards() if (found := self._card(card))]
        if not cards:
            raise NoDriverError
        holders = self._holders(pids)
        for card, (info, reading) in cards:
            yield GpuReport(
                info=info,
                reading=reading,
                processes=holders.get(slot_of(card) or "", {}),
                basis="fdinfo",
                names=() if info.uuid is None else (f"GPU-{info.uuid}", info.uuid),
            )

    def _cards(self) -> list[Path]:
        """Return the GPUs, without connectors such as card0-DP-1."""
        folder = self._roots.sys / "class" / "drm"
        found = (path for path in folder.glob("card*") if _CARD.fullmatch(path.name))
        return sorted(found, key=lambda path: int(path.name.removeprefix("card")))

    def _card(self, card: Path) -> tuple[GpuInfo, GpuReading] | None:
        device = card / "device"
        if (read_text(device / "vendor") or "").strip() != self._pci_vendor:
            return None
        number = int(card.name.removeprefix("card"))
        name = (read_text(device / "product_name") or "").strip()
        default = "AMD GPU" if self.vendor == "amd" else "Intel GPU"
        return self._read(card, GpuInfo(card.name, name or default, self.vendor, number))

    def _holders(self, pids: frozenset[int]) -> dict[str, dict[int, int | None]]:
        files = {
            pid: [fd for fd, device in devices.items() if device.startswith(DRM_DEVICES)]
            for pid, devices in self._devices.of(pids).items()
        }
        return vram_by_slot(self._roots.proc, files)


def amd_driver(roots: Roots | None = None) -> DrmDriver:
    """Return the reader for `amdgpu`."""
    return DrmDriver("amd", _AMD, _amd, roots)


def intel_driver(roots: Roots | None = None) -> DrmDriver:
    """Return the reader for `xe` and `i915`; it covers GPUs with dedicated memory."""
    return DrmDriver("intel", _INTEL, _intel, roots)


def slot_of(card: Path) -> str | None:
    """Return the PCI address of a card in the form that fdinfo uses."""
    match = _SLOT.search(read_text(card / "device" / "uevent") or "")
    return match[1] if match else None


def _amd(card: Path, info: GpuInfo) -> tuple[GpuInfo, GpuReading] | None:
    device = card / "device"
    total = to_int(read_text(device / "mem_info_vram_total"))
    if total is None:
        return None
    busy = to_int(read_text(device / "gpu_busy_percent"))
    uuid = (read_text(device / "unique_id") or "").strip() or None
    reading = GpuReading(
        used_bytes=to_int(read_text(device / "mem_info_vram_used")),
        total_bytes=total,
        utilization_percent=None if busy is None else float(busy),
    )
    unified = busy is not None and _is_apu(device)
    return replace(info, total_bytes=total, uuid=uuid, unified=unified), reading


def _is_apu(device: Path) -> bool:
    """Return whether a GPU is part of the processor: for those the driver omits these two files."""
    return not any((device / name).exists() for name in ("mem_busy_percent", "pcie_bw"))


def _intel(card: Path, info: GpuInfo) -> tuple[GpuInfo, GpuReading] | None:
    """Read a GPU with dedicated memory. Integrated ones use RAM and expose nothing: `None`."""
    if slot_of(card) == _INTEGRATED_SLOT:
        return None
    tiles = (to_int(read_text(path)) for path in card.glob("device/tile*/physical_vram_size_bytes"))
    total = sum(size for size in tiles if size is not None) or None
    total = total or to_int(read_text(card / "lmem_total_bytes"))
    free = to_int(read_text(card / "lmem_avail_bytes"))
    used = None if total is None or free is None else max(0, total - free)
    return replace(info, total_bytes=total), GpuReading(used_bytes=used, total_bytes=total)

"""AMD and Intel: sysfs of the cards, fdinfo of the processes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.nouns.memory import GpuReading
from jupyterlab_headroom.sources.gpu.drm import amd_driver, intel_driver
from jupyterlab_headroom.sources.gpu.fdinfo import DrmClient, parse_fdinfo
from jupyterlab_headroom.sources.gpu.gpus import GpuReport, NoDriverError
from tests.unit.trees import GIB, MIB, roots_of

SLOT = "0000:03:00.0"
AMDGPU = f"""pos:\t0
flags:\t02100002
mnt_id:\t25
ino:\t1010
drm-driver:\tamdgpu
drm-client-id:\t84
drm-pdev:\t{SLOT}
pasid:\t32770
drm-memory-vram:\t1025024 KiB
drm-memory-gtt: \t4096 KiB
drm-memory-cpu: \t0 KiB
amd-evicted-vram:\t0 KiB
drm-engine-gfx:\t3212 ns
"""
XE = f"""drm-driver:\txe
drm-client-id:\t7
drm-pdev:\t{SLOT}
drm-total-system:\t0
drm-resident-system:\t512 KiB
drm-total-vram0:\t4 GiB
drm-shared-vram0:\t0
drm-active-vram0:\t1 GiB
drm-resident-vram0:\t3145728 KiB
drm-purgeable-vram0:\t0
drm-resident-vram1:\t1 MiB
drm-cycles-ccs:\t12
"""
I915 = f"""drm-driver: i915
drm-client-id: 9
drm-pdev: {SLOT}
drm-total-system0: 8 MiB
drm-total-local0: 2 GiB
drm-resident-local0: 1536 MiB
drm-resident-stolen-local0: 64
drm-engine-render: 9288864723 ns
"""


@pytest.mark.parametrize(
    ("text", "client"),
    [
        (AMDGPU, DrmClient("amdgpu", SLOT, "84", 1025024 * 1024)),
        (XE, DrmClient("xe", SLOT, "7", 3 * GIB + MIB)),
        (I915, DrmClient("i915", SLOT, "9", 1536 * MIB + 64)),
        ("drm-driver:\tamdgpu\ndrm-total-vram:\t2 MiB\n", DrmClient("amdgpu", None, None, 2 * MIB)),
        ("drm-driver:\tast\ndrm-pdev:\tx\n", DrmClient("ast", "x", None, None)),
        ("drm-driver:\txe\ndrm-resident-vram0:\t3 parsec\n", DrmClient("xe", None, None, None)),
        ("pos:\t0\nflags:\t02\n", None),
        ("", None),
    ],
)
def test_fdinfo(text: str, client: DrmClient | None) -> None:
    assert parse_fdinfo(text) == client


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    parse_fdinfo("drm-driver:\tx\n" + text)


def card(vendor: str, slot: str = SLOT, **files: Any) -> dict[str, Any]:
    device = {"vendor": f"{vendor}\n", "uevent": f"DRIVER=x\nPCI_SLOT_NAME={slot}\n"}
    return {"device": device | {name: f"{value}\n" for name, value in files.items()}}


def amd(**files: Any) -> dict[str, Any]:
    return card("0x1002", mem_info_vram_total=16 * GIB, pcie_bw="1 2 3", **files)


def reports(
    folder: Path,
    cards: Mapping[str, Any],
    opened: Mapping[int, Mapping[int, str]] | None = None,
    vendor: str = "amd",
) -> list[GpuReport]:
    """Look at a machine. `opened`: pid -> descriptor -> fdinfo of files below /dev/dri."""
    proc = {
        str(pid): {"fd": {}, "fdinfo": {str(fd): text for fd, text in files.items()}}
        for pid, files in (opened or {}).items()
    }
    roots = roots_of(folder, proc, {"class": {"drm": cards}})
    for pid, files in (opened or {}).items():
        for fd in files:
            (roots.proc / str(pid) / "fd" / str(fd)).symlink_to("/dev/dri/renderD128")
    driver = amd_driver(roots) if vendor == "amd" else intel_driver(roots)
    return list(driver.look(frozenset(opened or {})))


def test_amd_cards_but_not_their_connectors_and_not_others(tmp_path: Path) -> None:
    more = {"mem_info_vram_used": GIB, "gpu_busy_percent": 3, "unique_id": "ab12"}
    found = reports(
        tmp_path,
        {
            "card0": card("0x8086", mem_info_vram_total=1),
            "card1": amd(**more),
            "card1-DP-1": amd(),
            "card10": amd(),
            "card2": amd(),
        },
    )
    assert [f.info.key for f in found] == ["card1", "card2", "card10"]
    assert found[0].reading == GpuReading(GIB, 16 * GIB, 3.0)
    assert found[0].info.uuid == "ab12"
    assert found[0].names == ("GPU-ab12", "ab12")
    assert found[1].reading == GpuReading(None, 16 * GIB, None)
    assert not found[0].info.unified


def test_an_amd_gpu_within_the_processor_is_marked(tmp_path: Path) -> None:
    apu = card("0x1002", mem_info_vram_total=512 * MIB, gpu_busy_percent=0)
    (found,) = reports(tmp_path, {"card0": apu})
    assert found.info.unified


def test_what_processes_hold(tmp_path: Path) -> None:
    other = AMDGPU.replace("client-id:\t84", "client-id:\t85")
    away = AMDGPU.replace(SLOT, "0000:44:00.0")
    size = 1025024 * 1024
    (found,) = reports(
        tmp_path,
        {"card1": amd()},
        # A duplicate in one process, the same file in its fork, a second client, another GPU.
        {10: {3: AMDGPU, 4: AMDGPU, 5: other, 6: away}, 11: {3: AMDGPU}, 12: {}, 13: {3: ""}},
    )
    assert found.processes == {10: 2 * size}
    assert found.basis == "fdinfo"


def test_a_driver_that_does_not_tell_sizes(tmp_path: Path) -> None:
    old = f"drm-driver:\tamdgpu\ndrm-pdev:\t{SLOT}\ndrm-engine-gfx:\t1 ns\n"
    (found,) = reports(tmp_path, {"card1": amd()}, {10: {3: old}})
    assert found.processes == {10: None}


def test_intel_cards_with_memory_of_their_own(tmp_path: Path) -> None:
    cards = {
        "card0": card("0x8086", "0000:00:02.0"),  # part of the processor
        "card1": card("0x8086", SLOT, **{"tile0/physical_vram_size_bytes": 12 * GIB}),
        "card2": card("0x8086", "0000:04:00.0"),  # i915: nothing is told
        "card3": card("0x8086", "0000:05:00.0")
        | {"lmem_total_bytes": f"{8 * GIB}\n", "lmem_avail_bytes": f"{6 * GIB}\n"},
    }
    found = reports(tmp_path, cards, {10: {3: XE}}, vendor="intel")
    assert [(f.info.key, f.reading.total_bytes, f.reading.used_bytes) for f in found] == [
        ("card1", 12 * GIB, None),
        ("card2", None, None),
        ("card3", 8 * GIB, 2 * GIB),
    ]
    assert found[0].processes == {10: 3 * GIB + MIB}
    assert found[1].processes == {}


@pytest.mark.parametrize("vendor", ["amd", "intel"])
def test_no_card(tmp_path: Path, vendor: str) -> None:
    with pytest.raises(NoDriverError):
        reports(tmp_path, {"card0": card("0x10de")}, vendor=vendor)

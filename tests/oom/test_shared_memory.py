"""Shared memory that fills up, and is free again once the process is gone."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyterlab_headroom.death.observer import Observer
from jupyterlab_headroom.sources.counters import SharedMemory, read_shared_memory
from tests.victim import MIB, Victim

from .conftest import Ward, ward_with
from .groups import Group

pytestmark = pytest.mark.oom

#: As Docker makes /dev/shm.
SPACE_MIB = 64


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Path]:
    """A file system like /dev/shm, as small as a container's."""
    folder = tmp_path / "shm"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SPACE_MIB}m", "headroom-shm", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"needs the right to mount a small /dev/shm: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def shm_ward(space: Path) -> Iterator[Ward]:
    class Elsewhere(Observer):
        def shared_memory(self) -> SharedMemory | None:
            return read_shared_memory(space)

    with ward_with(Elsewhere(time.monotonic)) as ward:
        yield ward


@pytest.fixture
def ward(shm_ward: Ward) -> Ward:
    return shm_ward


@pytest.mark.parametrize(
    ("named", "pause_s", "confidences"),
    [
        pytest.param(True, 0, {"high"}, id="a file that stays"),
        pytest.param(False, 0, {"medium", "high"}, id="gone, and perhaps too fast to be seen"),
        pytest.param(False, 0.03, {"high"}, id="gone, and seen while it filled up"),
    ],
)
def test_full(
    make: Callable[[int], Group],
    admit: Callable[..., Victim],
    ward: Ward,
    space: Path,
    named: bool,
    pause_s: float,
    confidences: set[str],
) -> None:
    kernel = admit(make(300))
    kernel.fill(space / "full", 2 * SPACE_MIB, named=named, pause_seconds=pause_s)
    report = ward.report_of(kernel, 15)
    assert (report.verdict.cause, report.exit.signal) == ("shared-memory-full", 7), report.evidence
    assert report.verdict.confidence in confidences
    assert report.verdict.details["shm_total_bytes"] == SPACE_MIB * MIB
    assert any(fact.source == "dev-shm" and fact.supports for fact in report.evidence)


def test_a_mapped_file_that_is_cut(
    make: Callable[[int], Group], admit: Callable[..., Victim], ward: Ward, tmp_path: Path
) -> None:
    kernel = admit(make(200))
    kernel.cut(tmp_path / "weights")
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.exit.signal) == ("bus-error", 7)


def test_a_file_that_is_cut_just_after_another_process_filled_it(
    make: Callable[[int], Group],
    admit: Callable[..., Victim],
    ward: Ward,
    space: Path,
    tmp_path: Path,
) -> None:
    full = admit(make(300))
    full.fill(space / "full", 2 * SPACE_MIB, named=False, pause_seconds=0.03)
    assert ward.report_of(full, 15).verdict.cause == "shared-memory-full"
    cut = admit(make(200))
    cut.cut(tmp_path / "weights")
    report = ward.report_of(cut)
    assert (report.verdict.cause, report.exit.signal) == ("bus-error", 7), report.evidence

"""Shared memory that fills up, and is free again once the process is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.counters import SharedMemory
from jupyterlab_headroom.nouns.death_details import SharedMemoryFull
from jupyterlab_headroom.sources.cgroup.counters import read_shared_memory
from jupyterlab_headroom.watch.facts.observer import Observer
from tests.victim import MIB, Victim

from .conftest import Ward, ward_with
from .groups import Group

pytestmark = pytest.mark.oom

#: As Docker makes /dev/shm.
SPACE_MIB = 64


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Path]:
    """A file system like /dev/shm, as small as a container's."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small /dev/shm")
    folder = tmp_path / "shm"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SPACE_MIB}m", "headroom-shm", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if "permission denied" in done.stderr:
        pytest.skip(f"a container may lack the right to mount: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def make(space: Path, make: Callable[[int], Group]) -> Callable[[int], Group]:
    """As everywhere, but after the space: what fills it is ended before it is unmounted."""
    return make


class Elsewhere(Observer):
    """Reads that one, and counts how often."""

    looks = 0
    space: Path

    def shared_memory(self) -> SharedMemory | None:
        self.looks += 1
        return read_shared_memory(self.space)


@pytest.fixture
def observer(space: Path) -> Elsewhere:
    observer = Elsewhere(time.monotonic)
    observer.space = space
    return observer


@pytest.fixture
def shm_ward(observer: Elsewhere) -> Iterator[Ward]:
    with ward_with(observer) as ward:
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
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.exit.signal) == ("shared-memory-full", 7), report.evidence
    assert report.verdict.confidence in confidences
    assert report.verdict.details == SharedMemoryFull(SPACE_MIB * MIB)
    assert any(fact.source == "dev-shm" and fact.supports for fact in report.evidence)


#: Its children fill what it has mapped, and it dies as it wants one page more.
FILL = """
with open({file!r}, 'w+b') as f: f.truncate({bytes}); m = mmap.mmap(f.fileno(), {bytes})
os.remove({file!r})
for first in range(0, {space}, {space} // 64):
    if not os.fork():
        for at in range(first, first + {space} // 64, 4096): m[at] = 1
        os._exit(0)
    time.sleep({seconds} / 64)
for at in range({space}, {bytes}, 4096): m[at] = 1
"""


def test_full_within_the_first_second_of_a_cell(
    make: Callable[[int], Group],
    admit: Callable[..., Victim],
    ward: Ward,
    observer: Elsewhere,
    space: Path,
) -> None:
    """The kernel was idle for long, and what it did shows in nothing but the space that is left."""
    kernel = admit(make(300), 0)
    kernel.info = replace(kernel.info, execution_state="idle")
    time.sleep(8)
    looks = observer.looks
    while observer.looks == looks:
        time.sleep(0.002)
    bytes_ = SPACE_MIB * MIB
    cell = FILL.format(file=str(space / "full"), bytes=2 * bytes_, space=bytes_, seconds=0.6)
    ward.begin_work(kernel)
    kernel.send(f"exec({cell!r})")
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.verdict.confidence) == ("shared-memory-full", "high"), (
        report.evidence
    )


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
    assert ward.report_of(full).verdict.cause == "shared-memory-full"
    cut = admit(make(200))
    cut.cut(tmp_path / "weights")
    report = ward.report_of(cut)
    assert (report.verdict.cause, report.exit.signal) == ("bus-error", 7), report.evidence


def test_what_a_kernel_leaves_behind_is_gone_before_its_files(
    make: Callable[[int], Group], admit: Callable[..., Victim], space: Path
) -> None:
    """As the children of `FILL` on a busy machine: the kernel is dead, and they still write."""
    kernel = admit(make(200), 0)
    left = f"f = open({str(space / 'held')!r}, 'w'); signal.pause()"
    kernel.run(f"os.fork() or exec({left!r})")
    kernel.process.kill()
    # The space cannot be unmounted while the child lives: the test is its own teardown.
    assert kernel.process.wait() == -signal.SIGKILL

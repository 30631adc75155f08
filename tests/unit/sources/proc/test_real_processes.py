"""Accounting of real processes on this machine's own procfs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from jupyterlab_headroom.sources.ram.portable import PortableMemory
from tests.unit.trees import MIB

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs procfs")

FORK = """
import os, sys, time
data = b"x" * ({mib} << 20)
up, tell = os.pipe()
for _ in range({workers}):
    if os.fork() == 0:
        own = b"y" * ({own} << 20)
        os.write(tell, b".")
        time.sleep(60)
for _ in range({workers}):
    os.read(up, 1)
print("ready", flush=True)
time.sleep(60)
"""
SHARE = """
import mmap, os, time
data = mmap.mmap(-1, {mib} << 20)
data[:] = b"x" * len(data)
up, tell = os.pipe()
for _ in range({workers}):
    if os.fork() == 0:
        sum(data[::4096])
        os.write(tell, b".")
        time.sleep(60)
for _ in range({workers}):
    os.read(up, 1)
print("ready", flush=True)
time.sleep(60)
"""
SPAWN = """
import subprocess, sys, time
code = "x = b'x' * ({mib} << 20); print('up', flush=True); import time; time.sleep(60)"
workers = [
    subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    for _ in range({workers})
]
for worker in workers:
    worker.stdout.readline()
print("ready", flush=True)
time.sleep(60)
"""


@contextmanager
def running(code: str, **values: int) -> Iterator[int]:
    """Run a process in a session of its own, as kernels are; end the whole session after."""
    process = subprocess.Popen(
        [sys.executable, "-c", code.format(**values)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def settled(pid: int, processes: int) -> int:
    """Return the memory of a tree as soon as three readings, a second apart, agree."""
    memory = LinuxMemory()
    seen: list[int] = []
    try:
        for _ in range(20):
            reading = memory.read({"k": pid}).kernels["k"]
            assert reading.processes == processes
            assert reading.rss_bytes is not None
            seen.append(reading.rss_bytes)
            if len(seen) > 2 and max(seen[-3:]) - min(seen[-3:]) < MIB:
                return reading.rss_bytes
            time.sleep(1.1)
        raise AssertionError(f"still changing: {seen}")
    finally:
        memory.close()


def growth(code: str, workers: int, less: dict[str, int], more: dict[str, int]) -> int:
    """Return how much larger a tree reads that holds `more`.

    What the interpreters take of their own differs by machine: measured, not assumed.
    """
    with running(code, workers=workers, **less) as pid:
        before = settled(pid, workers + 1)
    with running(code, workers=workers, **more) as pid:
        return settled(pid, workers + 1) - before


def test_forked_workers_are_not_counted_ten_times() -> None:
    grown = growth(FORK, 10, {"mib": 1, "own": 1}, {"mib": 101, "own": 6})
    # 100 MiB once, and 5 MiB for each of ten workers.
    assert 140 * MIB < grown < 170 * MIB


def test_shared_memory_is_counted_once() -> None:
    assert 90 * MIB < growth(SHARE, 10, {"mib": 1}, {"mib": 101}) < 120 * MIB


def test_spawned_workers_all_count() -> None:
    assert 195 * MIB < growth(SPAWN, 4, {"mib": 50}, {"mib": 100}) < 210 * MIB


def test_portable_readings_agree_about_one_process() -> None:
    with running(FORK, mib=100, workers=0, own=0) as pid:
        reading = PortableMemory().read({"k": pid})
        portable, exact = reading.kernels["k"].rss_bytes, settled(pid, 1)
        assert portable is not None
        assert abs(portable - exact) < 20 * MIB
        assert reading.trees["k"] == {pid}
        assert reading.groups[reading.server_group].limit_source.kind == "machine"


def test_portable_readings_of_a_process_that_is_gone() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert PortableMemory().read({"k": process.pid}).kernels == {}


V1 = Path("/sys/fs/cgroup/memory")


@pytest.fixture
def group() -> Iterator[Path]:
    """Give a control group of our own; two runs at once do not meet in it."""
    if not os.access(V1, os.W_OK):
        pytest.skip("needs a cgroup v1 memory controller that is writable")
    group = V1 / f"headroom-unit-{os.getpid()}"
    group.mkdir()
    yield group
    if group.exists():
        group.rmdir()


def test_a_real_group_with_a_limit_that_comes_and_vanishes(group: Path) -> None:
    memory = LinuxMemory()
    try:
        (group / "memory.limit_in_bytes").write_text(str(400 * MIB))
        with running(FORK, mib=50, workers=0, own=0) as pid:
            before = memory.read({"k": pid})
            assert before.group_of["k"] == before.server_group
            (group / "cgroup.procs").write_text(str(pid))
            inside = memory.read({"k": pid})
            reading = inside.groups[inside.group_of["k"]]
            assert reading.limit_bytes == 400 * MIB
            assert reading.limit_source.path == f"/{group.name}"
            (group / "memory.limit_in_bytes").write_text(str(300 * MIB))
            resized = memory.read({"k": pid})
            assert resized.groups[resized.group_of["k"]].limit_bytes == 300 * MIB
        group.rmdir()
        gone = memory.read({"k": pid}).kernels["k"]
        assert (gone.rss_bytes, gone.processes) == (None, 0)
        group.mkdir()  # the same name again: the kept descriptor belongs to the old one
        (group / "memory.limit_in_bytes").write_text(str(200 * MIB))
        with running(FORK, mib=1, workers=0, own=0) as pid:
            (group / "cgroup.procs").write_text(str(pid))
            again = memory.read({"k": pid})
            assert again.groups[again.group_of["k"]].limit_bytes == 200 * MIB
    finally:
        memory.close()

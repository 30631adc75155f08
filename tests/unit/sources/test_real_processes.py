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

from jupyterlab_headroom.sources.linux import LinuxMemory
from jupyterlab_headroom.sources.portable import PortableMemory
from tests.unit.trees import MIB

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs procfs")

FORK = """
import os, sys, time
data = b"x" * ({mib} << 20)
for _ in range({workers}):
    if os.fork() == 0:
        own = b"y" * ({own} << 20)
        time.sleep(60)
print("ready", flush=True)
time.sleep(60)
"""
SHARE = """
import mmap, os, time
data = mmap.mmap(-1, {mib} << 20)
data[:] = b"x" * len(data)
for _ in range({workers}):
    if os.fork() == 0:
        sum(data[::4096])
        time.sleep(60)
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
    """Return the memory of a tree once all of its workers have come."""
    memory = LinuxMemory()
    try:
        for _ in range(50):
            reading = memory.read({"k": pid}).kernels["k"]
            if reading.processes == processes:
                break
            time.sleep(0.05)
        time.sleep(1.1)
        last = memory.read({"k": pid}).kernels["k"]
        assert last.processes == processes
        assert last.rss_bytes is not None
        return last.rss_bytes
    finally:
        memory.close()


def test_forked_workers_are_not_counted_ten_times() -> None:
    with running(FORK, mib=100, workers=10, own=5) as pid:
        # 100 MiB once, and 5 MiB for each of ten workers; interpreters are small.
        assert 145 * MIB < settled(pid, 11) < 200 * MIB


def test_shared_memory_is_counted_once() -> None:
    """What eleven interpreters take of their own differs by machine: measured, not assumed."""
    with running(SHARE, mib=1, workers=10) as pid:
        interpreters_bytes = settled(pid, 11)
    with running(SHARE, mib=101, workers=10) as pid:
        assert 90 * MIB < settled(pid, 11) - interpreters_bytes < 120 * MIB


def test_spawned_workers_all_count() -> None:
    with running(SPAWN, mib=50, workers=4) as pid:
        assert 200 * MIB < settled(pid, 5) < 290 * MIB


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


@pytest.mark.skipif(
    not (V1 / "memory.limit_in_bytes").exists() or not (V1 / "cgroup.procs").exists(),
    reason="needs a cgroup v1 memory controller that is writable",
)
def test_a_real_group_with_a_limit_that_comes_and_vanishes() -> None:
    group = V1 / "headroom-unit-test"
    try:
        group.mkdir(exist_ok=True)
    except OSError:
        pytest.skip("the memory controller is not writable")
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
            assert reading.limit_source.path == "/headroom-unit-test"
            (group / "memory.limit_in_bytes").write_text(str(300 * MIB))
            resized = memory.read({"k": pid})
            assert resized.groups[resized.group_of["k"]].limit_bytes == 300 * MIB
        group.rmdir()
        assert memory.read({"k": pid}).kernels == {}
        group.mkdir()  # the same name again: the kept descriptor belongs to the old one
        (group / "memory.limit_in_bytes").write_text(str(200 * MIB))
        with running(FORK, mib=1, workers=0, own=0) as pid:
            (group / "cgroup.procs").write_text(str(pid))
            again = memory.read({"k": pid})
            assert again.groups[again.group_of["k"]].limit_bytes == 200 * MIB
    finally:
        memory.close()
        if group.exists():
            group.rmdir()

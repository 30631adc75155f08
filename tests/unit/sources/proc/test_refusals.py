"""Limits that refuse memory: made-up /proc trees, and a real process with a real `ulimit -v`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_headroom.sources.proc.refusals import read_refusals

MIB = 2**20
LIMITS = """\
Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max data size             {data:<20} unlimited            bytes
Max address space         {addresses:<20} unlimited            bytes
"""
STATUS = "Name:\tpython\nVmPeak:\t 9999 kB\nVmSize:\t 2048 kB\nVmData:\t 1024 kB\n"
MEMINFO = "MemTotal: 16384 kB\nCommitLimit:   8192 kB\nCommitted_AS:   3072 kB\n"


def add(proc: Path, data: str, addresses: str, overcommit: str = "0") -> Path:
    (proc / "7").mkdir(parents=True)
    (proc / "sys/vm").mkdir(parents=True)
    (proc / "7/limits").write_text(LIMITS.format(data=data, addresses=addresses))
    (proc / "7/status").write_text(STATUS)
    (proc / "sys/vm/overcommit_memory").write_text(f"{overcommit}\n")
    (proc / "meminfo").write_text(MEMINFO)
    return proc


@pytest.mark.parametrize(
    ("data", "addresses", "overcommit", "left"),
    [
        ("unlimited", "unlimited", "0", {}),
        ("unlimited", str(10 * MIB), "1", {"address-space": 8 * MIB}),
        (str(4 * MIB), str(10 * MIB), "0", {"address-space": 8 * MIB, "data": 3 * MIB}),
        ("unlimited", "unlimited", "2", {"overcommit": 5 * MIB}),
    ],
)
def test_what_is_left(
    tmp_path: Path, data: str, addresses: str, overcommit: str, left: dict[str, int]
) -> None:
    assert read_refusals(7, add(tmp_path, data, addresses, overcommit)) == left


def test_a_process_that_is_gone(tmp_path: Path) -> None:
    assert read_refusals(7, tmp_path) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_real_limit() -> None:
    limit = 4096 * MIB
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}));"
        "print(flush=True); input()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        process.stdout.readline()
        left = read_refusals(process.pid)["address-space"]
        process.communicate(b"\n")
    assert limit - 512 * MIB < left < limit

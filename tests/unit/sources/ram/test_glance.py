"""One group and one process, on trees of files and on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyterlab_headroom.nouns.counters import Level
from jupyterlab_headroom.sources.ram.glance import GlanceReader

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def tree(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_v2(tmp_path: Path) -> None:
    tree(
        tmp_path,
        {"g/memory.current": "5000\n", "g/memory.max": "9000\n", "7/statm": "90 3 1 1 0 4 0\n"},
    )
    reader = GlanceReader(Level(tmp_path / "g", "/g", 2), 7, proc=tmp_path, clock=lambda: 4.0)
    glance = reader.read()
    assert (glance.monotonic, glance.usage_bytes, glance.limit_bytes) == (4.0, 5000, 9000)
    assert glance.resident_bytes == 3 * PAGE_BYTES
    tree(tmp_path, {"g/memory.current": "6000\n", "g/memory.max": "max\n"})
    glance = reader.read()
    assert (glance.usage_bytes, glance.limit_bytes) == (6000, None)
    reader.close()
    assert reader.read().usage_bytes is None


@pytest.mark.parametrize(("text", "limit"), [("9000\n", 9000), ("9223372036854771712\n", None)])
def test_v1(tmp_path: Path, text: str, limit: int | None) -> None:
    tree(tmp_path, {"memory.usage_in_bytes": "5000\n", "memory.limit_in_bytes": text})
    glance = GlanceReader(Level(tmp_path, "/g", 1), 7, proc=tmp_path).read()
    assert (glance.usage_bytes, glance.limit_bytes, glance.resident_bytes) == (5000, limit, None)


def test_without_a_group(tmp_path: Path) -> None:
    glance = GlanceReader(None, 7, proc=tmp_path).read()
    assert (glance.usage_bytes, glance.limit_bytes, glance.resident_bytes) == (None, None, None)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_a_process_that_ended_stays_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    reader = GlanceReader(None, process.pid)
    assert (reader.read().resident_bytes or 0) > 0
    process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()
    assert reader.read().resident_bytes is None
    assert reader.read().resident_bytes is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_a_look_takes_well_under_a_tenth_of_a_millisecond(tmp_path: Path) -> None:
    tree(tmp_path, {"memory.current": "5000\n", "memory.max": "9000\n"})
    reader = GlanceReader(Level(tmp_path, "/g", 2), os.getpid())
    took = []
    for _ in range(500):
        began = time.perf_counter()
        reader.read()
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 1e-4
    assert (reader.read().resident_bytes or 0) > 1e6

"""Reading how a real child ended, without reaping it."""

from __future__ import annotations

import os
import platform
import resource
import select
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_headroom.sources.proc.process_exit import (
    _WAITID,
    from_returncode,
    is_exiting,
    is_killed,
    open_pidfd,
    peek_exit,
    was_killed,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pidfds are Linux's")
MIB = 1024**2


def ended(code: str) -> tuple[subprocess.Popen[bytes], int]:
    child = subprocess.Popen([sys.executable, "-S", "-c", code])
    fd = open_pidfd(child.pid)
    assert fd is not None
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    assert poll.poll(10_000)
    return child, fd


@pytest.mark.parametrize(
    ("code", "exit_code", "signal"),
    [
        ("import os; os._exit(3)", 3, None),
        ("", 0, None),
        ("import os; os.kill(os.getpid(), 9)", None, 9),
        ("import os; os.abort()", None, 6),
    ],
)
def test_the_peek_leaves_the_status_to_the_parent(
    code: str, exit_code: int | None, signal: int | None
) -> None:
    child, fd = ended(code)
    found = peek_exit(child.pid, fd, lambda: pytest.fail("the peek must not reap"))
    assert found is not None
    assert (found.code, found.signal, found.source) == (exit_code, signal, "waitid")
    assert found.peak_rss_bytes is None  # smaller than this process: it may be ours
    assert child.wait() == (exit_code if signal is None else -signal)
    assert found.minor_faults is not None
    assert found.minor_faults > 100  # an interpreter
    os.close(fd)


@pytest.mark.skipif(
    platform.machine() not in _WAITID, reason="no waitid number is known for this machine"
)
def test_peak_memory_is_exact() -> None:
    own_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    small, large = peak_of_child(own_bytes), peak_of_child(own_bytes + 100 * MIB)
    assert small > own_bytes
    assert abs(large - small - 100 * MIB) < 5 * MIB


def peak_of_child(held_bytes: int) -> int:
    child, fd = ended(f"x = b'x' * {held_bytes}")
    found = peek_exit(child.pid, fd, child.poll)
    child.wait()
    os.close(fd)
    assert found is not None
    assert found.peak_rss_bytes is not None
    return found.peak_rss_bytes


def test_who_comes_late_asks_the_parent() -> None:
    child, fd = ended("import os; os._exit(5)")
    child.wait()
    found = peek_exit(child.pid, fd, child.poll)
    assert found == from_returncode(5)
    os.close(fd)


def test_a_stranger_is_told_nothing_false(tmp_path: Path) -> None:
    assert peek_exit(2**22 - 1, None, lambda: None, tmp_path) is None


@pytest.mark.parametrize(
    ("stat", "signal", "code"),
    [
        ("7 (a) Z) Z 1 1 1 0 -1 4 " + "0 " * 42 + "9", 9, None),
        ("7 (py) Z 1 1 1 0 -1 4 " + "0 " * 42 + "768", None, 3),
    ],
)
def test_a_zombie(tmp_path: Path, stat: str, signal: int | None, code: int | None) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(stat)
    found = peek_exit(7, None, lambda: None, tmp_path)
    assert found is not None
    assert (found.signal, found.code, found.source) == (signal, code, "procfs")


def test_taken_down_or_not(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text("7 (a) b) R 1 1 1 0 -1 4194564 0 0")
    (tmp_path / "8").mkdir()
    (tmp_path / "8" / "stat").write_text("8 (py) R 1 1 1 0 -1 4194304 0 0")
    assert is_exiting(7, tmp_path)
    assert not is_exiting(8, tmp_path)
    assert is_exiting(9, tmp_path)  # gone


@pytest.mark.parametrize(
    ("private", "shared", "expected"),
    [
        ("0000000000000100", "0000000000000000", True),
        ("0000000000000000", "0000000000000100", True),
        ("0000000000000000", "0000000000004002", False),  # SIGINT and SIGTERM
    ],
)
def test_a_kill_that_waits_for_its_process(private: str, shared: str, expected: bool) -> None:
    text = f"Name:\tpython3\nSigPnd:\t{private}\nShdPnd:\t{shared}\nSigBlk:\t0000000000000100\n"
    assert is_killed(text) is expected
    assert not is_killed(None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("import os; os.kill(os.getpid(), 9)", True), ("pass", False), ("raise SystemExit(9)", False)],
)
def test_a_killed_child_is_known_before_anybody_asks_after_it(code: str, expected: bool) -> None:
    child, fd = ended(code)
    assert was_killed(child.pid) is expected
    child.wait()
    os.close(fd)
    assert was_killed(child.pid), "it is gone"
    assert not was_killed(os.getpid())

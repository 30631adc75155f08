"""A signal reaches the very process that was meant, or nobody."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from jupyterlab_headroom.errors import NotPossible
from jupyterlab_headroom.sources.proc import process_handle
from jupyterlab_headroom.sources.proc.process_handle import (
    ProcessHandle,
    ProcessIdentity,
    open_handle,
)
from tests.unit.children import Child, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


@pytest.fixture
def child() -> Iterator[Child]:
    with running() as started:
        yield started


@pytest.fixture(params=["pidfd", "start time only"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param != "pidfd":
        monkeypatch.setattr(process_handle, "open_pidfd", lambda pid: None)
    return str(request.param)


def test_a_signal_arrives(child: Child, way: str) -> None:
    assert open_handle(child.pid).send(signal.SIGTERM)
    assert child.process.wait(10) == -signal.SIGTERM


def test_a_zombie_and_a_reaped_process_get_nothing(child: Child, way: str) -> None:
    handle = open_handle(child.pid)
    child.process.kill()
    assert child.is_in("Z")
    assert (handle.is_running, handle.send(signal.SIGTERM)) == (False, False)
    child.process.wait()
    assert (handle.is_running, handle.send(signal.SIGTERM)) == (False, False)


def test_a_pid_that_was_used_again_by_start_time(child: Child) -> None:
    started = open_handle(child.pid).identity.start_ticks
    assert started is not None
    before = ProcessHandle(ProcessIdentity(child.pid, started - 1), None)
    assert not before.send(signal.SIGKILL)
    assert child.says("7") == "7"


def test_a_pid_that_was_used_again_by_pidfd(child: Child) -> None:
    """Even within the same clock tick."""
    with running() as gone:
        pidfd = os.pidfd_open(gone.pid)
    before = ProcessHandle(open_handle(child.pid).identity, pidfd)
    assert not before.send(signal.SIGKILL)
    assert child.says("7") == "7"


def test_one_that_cannot_be_told_from_others_gets_nothing(child: Child, tmp_path: Path) -> None:
    handle = ProcessHandle(ProcessIdentity(child.pid, None), None, tmp_path)
    assert not handle.send(signal.SIGKILL)
    assert child.says("7") == "7"


def test_a_pidfd_is_enough_where_there_is_no_procfs(child: Child, tmp_path: Path) -> None:
    handle = open_handle(child.pid, tmp_path)
    assert handle.identity.start_ticks is None
    assert handle.send(signal.SIGTERM)
    child.process.wait()
    assert not handle.send(signal.SIGTERM)


def test_a_closed_handle_gets_nothing(child: Child, way: str) -> None:
    handle = open_handle(child.pid)
    handle.close()
    handle.close()
    assert not handle.send(signal.SIGKILL)
    assert child.says("7") == "7"


def test_a_pidfd_is_closed_with_its_handle(child: Child) -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = count()
    handles = [open_handle(child.pid) for _ in range(10)]
    assert count() == before + 10
    handles.pop().close()
    handles.clear()
    assert count() == before


def test_a_borrowed_pidfd_stays_open_until_it_is_given_back(child: Child) -> None:
    handle = open_handle(child.pid)
    pidfd = handle.borrow_pidfd()
    assert pidfd is not None
    assert handle.borrow_pidfd() == pidfd
    handle.close()
    assert handle.borrow_pidfd() is None
    handle.return_pidfd()
    os.fstat(pidfd)
    handle.return_pidfd()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(pidfd)


def test_what_is_given_back_can_still_be_signalled(child: Child) -> None:
    handle = open_handle(child.pid)
    handle.borrow_pidfd()
    handle.return_pidfd()
    assert handle.send(0)


def test_a_refusal_is_told(child: Child, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> NoReturn:
        raise PermissionError(1, "Operation not permitted")

    handle = open_handle(child.pid)
    monkeypatch.setattr(signal, "pidfd_send_signal", refuse)
    monkeypatch.setattr(os, "kill", refuse)
    with pytest.raises(NotPossible, match="refuses to signal"):
        handle.send(signal.SIGTERM)
    monkeypatch.undo()

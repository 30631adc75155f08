"""A helper's beginning and end: restarts, idleness, watchers, writers, and a server that dies."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyterlab_headroom.helpers import child
from jupyterlab_headroom.helpers.backoff import backoff_seconds
from jupyterlab_headroom.helpers.outcome import Answer, Failure
from tests.unit.helpers.conftest import PROGRAM, MakeHelper

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="helpers run on Linux")

LONG = 30.0
#: What is promised. It takes milliseconds on a machine that is not overloaded.
GONE_SECONDS = 1.0


def wait_until(condition: Callable[[], object], seconds: float = LONG) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (2, 0.5), (3, 1), (4, 2), (7, 16), (8, 30), (9, 30), (10_000_000, 30)],
)
def test_backoff(failures: int, seconds: float) -> None:
    assert backoff_seconds(failures) == seconds


def test_who_fails_again_and_again_has_to_wait(make_helper: MakeHelper) -> None:
    helper = make_helper()
    began = time.monotonic()
    for _ in range(3):  # waits 0, 0 and 0.5 s before they are started
        assert isinstance(helper.ask(["crash"], LONG), Failure)
    assert time.monotonic() - began >= 0.5
    assert helper.last_failure is not None
    assert helper.ask(["echo", 1], LONG) == Answer(1)
    assert helper.last_failure is None


def test_an_idle_helper_is_ended_and_started_again(make_helper: MakeHelper) -> None:
    helper = make_helper(idle_seconds=0.1)
    assert helper.ask(["echo", 1], LONG) == Answer(1)
    wait_until(lambda: helper.pid is None)
    assert helper.last_failure is None
    assert helper.ask(["echo", 2], LONG) == Answer(2)


def test_a_stop_ends_it_and_a_second_changes_nothing(make_helper: MakeHelper) -> None:
    helper = make_helper()
    helper.ask(["echo", 1], LONG)
    pid = helper.pid
    helper.stop()
    helper.stop()
    assert not Path(f"/proc/{pid}").exists()
    outcome = helper.ask(["echo", 1], LONG)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "stopped"
    assert helper.tell(["note", 1]) is not None
    assert helper.start() is not None


def test_a_stop_ends_a_request_that_hangs(make_helper: MakeHelper) -> None:
    helper = make_helper()
    helper.ask(["echo", 1], LONG)
    hanging = helper.submit(["hang"], LONG)
    waiting = helper.submit(["echo", 2], LONG)
    began = time.monotonic()
    helper.stop()
    assert time.monotonic() - began < LONG / 2
    for outcome in (hanging.result(0), waiting.result(0)):
        assert isinstance(outcome, Failure)
        assert outcome.reason == "stopped"


def test_it_outlives_the_thread_that_asked_first(make_helper: MakeHelper) -> None:
    """Linux kills a child when the thread that forked it ends, if it was asked to."""
    helper = make_helper()
    asker = threading.Thread(target=helper.ask, args=(["echo", 1], LONG))
    asker.start()
    asker.join()
    pid = helper.pid
    assert helper.ask(["echo", 2], LONG) == Answer(2)
    assert helper.pid == pid


def test_a_stop_before_anything_was_asked(make_helper: MakeHelper) -> None:
    make_helper().stop()


def test_no_descriptor_is_left(make_helper: MakeHelper) -> None:
    before = set(os.listdir("/proc/self/fd"))
    helper = make_helper()
    helper.ask(["crash"], LONG)
    helper.ask(["echo", 1], LONG)
    helper.stop()
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_watcher_reports_and_is_told_again_after_a_crash(make_helper: MakeHelper) -> None:
    events: queue.Queue[object] = queue.Queue()
    helper = make_helper(events.put, lambda: (["watch", "a"],), idle_seconds=None)
    assert helper.start() is None
    assert [events.get(timeout=LONG) for _ in range(3)] == [["a", 0], ["a", 1], ["a", 2]]
    assert helper.tell(["watch", "b"]) is None
    assert [events.get(timeout=LONG) for _ in range(3)] == [["b", 0], ["b", 1], ["b", 2]]
    assert helper.tell(["crash"]) is None
    assert [events.get(timeout=LONG) for _ in range(3)] == [["a", 0], ["a", 1], ["a", 2]]


def test_an_owner_that_raises_stops_nothing(make_helper: MakeHelper) -> None:
    def fails(*_: object) -> tuple[object, ...]:
        raise RuntimeError("the owner's mistake")

    helper = make_helper(fails, fails)
    assert helper.tell(["watch", "a"]) is None
    assert helper.ask(["echo", 1], LONG) == Answer(1)


def test_a_writer_gets_everything_before_the_stop(make_helper: MakeHelper, tmp_path: Path) -> None:
    file = tmp_path / "out"
    helper = make_helper(grace_seconds=LONG)
    for number in range(200):
        assert helper.tell(["append", str(file), f"{number}\n"]) is None
    helper.stop()
    assert file.read_text().split() == [str(number) for number in range(200)]


def test_who_reads_nothing_any_more_is_killed(make_helper: MakeHelper) -> None:
    helper = make_helper(stall_seconds=0.3)
    assert helper.tell(["hang"]) is None
    assert helper.tell(["note", "x" * 1_000_000]) is None
    wait_until(lambda: helper.last_failure is not None)
    failure = helper.last_failure
    assert failure is not None
    assert failure.reason == "timeout"


SERVER = """
import sys, time
from pathlib import Path
from jupyterlab_headroom.helpers.helper import HelperProcess
from jupyterlab_headroom.helpers.settings import HelperSettings
helper = HelperProcess(HelperSettings("helper", Path(sys.argv[1])))
helper.ask(["echo", 1], 30)
if sys.argv[2] == "busy":
    helper.tell(["hang"])
print(helper.pid, flush=True)
time.sleep(600)
"""


def test_it_ends_at_once_when_the_server_died_before_the_signal_was_asked_for() -> None:
    nobody = {"parent_pid": 0, "max_message_bytes": 1000, "cpu_seconds": None}
    command = [sys.executable, "-I", "-S", "-B", child.__file__, str(PROGRAM), json.dumps(nobody)]
    # Its input stays open, as if another process held the server's end of the pipe.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as orphan:
        assert orphan.wait(LONG) == 0


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_it_does_not_outlive_a_server_that_was_killed(state: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(PROGRAM), state], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        pidfd = os.pidfd_open(pid)
        try:
            if state == "busy":
                time.sleep(0.3)  # it has to get the order to hang first
            server.send_signal(signal.SIGKILL)
            server.wait()
            assert select.select([pidfd], [], [], GONE_SECONDS)[0] == [pidfd]
        finally:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            os.close(pidfd)

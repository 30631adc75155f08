"""The pipe, the process and the file that the watching thread sleeps on."""

from __future__ import annotations

import os
import select
import subprocess
import threading

import pytest

from jupyterlab_headroom.sources.proc.process_exit import open_pidfd
from jupyterlab_headroom.watch.waiter import EventWaiter, PollWaiter, Waiter

needs_poll = pytest.mark.skipif(
    not hasattr(select, "poll"), reason="no poll(2) here: EventWaiter is used instead"
)
#: Far longer than anything here takes: who sleeps that long was not woken.
FOREVER_SECONDS = 60.0


@pytest.mark.parametrize("make", [pytest.param(PollWaiter, marks=needs_poll), EventWaiter])
def test_another_thread_wakes_it(make: type[PollWaiter] | type[EventWaiter]) -> None:
    waiter: Waiter = make()
    sleeper = threading.Thread(target=waiter.wait, args=(FOREVER_SECONDS,), daemon=True)
    sleeper.start()
    waiter.wake()
    sleeper.join(FOREVER_SECONDS / 2)
    assert not sleeper.is_alive()
    waiter.close()


@needs_poll
def test_a_wake_up_that_comes_too_late_writes_into_nobody_elses_file() -> None:
    waiter = PollWaiter()
    waiter.close()
    read_end, write_end = os.pipe()  # gets the numbers that have just become free
    try:
        waiter.wake()
        assert select.select([read_end], [], [], 0)[0] == []
    finally:
        os.close(read_end)
        os.close(write_end)


@needs_poll
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="pidfds are Linux's")
def test_the_end_of_a_process_is_told_until_it_is_removed() -> None:
    process = subprocess.Popen(["sleep", "0"])
    pidfd = open_pidfd(process.pid)
    assert pidfd is not None
    waiter = PollWaiter()
    try:
        waiter.add_process(pidfd)
        assert waiter.wait(FOREVER_SECONDS) == {pidfd}
        waiter.remove_process(pidfd)
        assert waiter.wait(0) == frozenset()
    finally:
        waiter.close()
        os.close(pidfd)
        process.wait()

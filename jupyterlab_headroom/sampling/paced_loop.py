"""A thread that repeats one step at a pace that may change at any time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

#: Steps missed because the machine was suspended or a disk was slow are not made up for: at least
#: this fraction of a pause always remains.
_MIN_PAUSE_SHARE = 0.1
#: Shortest pause. A pace that asks for less is a mistake, and must not use up a whole core.
_MIN_PAUSE_SECONDS = 0.001


class Alarm(Protocol):
    """Lets a thread sleep for a while, or until another thread wakes it."""

    def wait(self, timeout: float) -> bool:
        """Sleep up to `timeout` seconds; return at once if `set` has been called."""

    def set(self) -> None:
        """Wake the sleeping thread, or make the next `wait` return at once."""

    def clear(self) -> None:
        """Undo `set`."""


class PacedLoop:
    """Calls `step`, which must not raise, then sleeps for the seconds that `pace` returns.

    A changed pace applies from the last step on: after `wake()` the loop calls `pace` again, and
    steps at once if that is already due.
    """

    def __init__(
        self,
        step: Callable[[], object],
        pace: Callable[[], float],
        *,
        name: str,
        clock: Callable[[], float] = time.monotonic,
        alarm: Alarm | None = None,
    ) -> None:
        self._step = step
        self._pace = pace
        self._clock = clock
        self._alarm = alarm or threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread, a daemon that ends with the process at the latest."""
        self._thread.start()

    def wake(self) -> None:
        """Call `pace` again at once. May be called from any thread."""
        self._alarm.set()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask the thread to end; return whether it did within `timeout` seconds."""
        self._stopping = True
        self._alarm.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def run(self) -> None:
        """Run the loop on the calling thread until stopped."""
        due = self._clock()
        while not self._stopping:
            self._step()
            due = self._sleep(due)

    def _sleep(self, last_due: float) -> float:
        """Sleep until the next step is due, and return that time."""
        ended = self._clock()
        while not self._stopping:
            # Cleared before the pace is read, so that any later change wakes us.
            self._alarm.clear()
            pause = max(self._pace(), _MIN_PAUSE_SECONDS)
            due = max(last_due + pause, ended + pause * _MIN_PAUSE_SHARE)
            left = due - self._clock()
            if left <= 0 or self._stopping:
                return due
            self._alarm.wait(left)
        return last_due

"""A thread that does the same again and again, as often as its pace says at that moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

#: After a suspend, or a slow disk, what was missed is not caught up on: at least this part of a
#: pause stays.
_MIN_PAUSE_SHARE = 0.1
#: A pace that asks for less is mistaken, and must not take a whole core.
_MIN_PAUSE_SECONDS = 0.001


class Alarm(Protocol):
    """Lets one thread sleep until it is due, or until another one wakes it."""

    def wait(self, timeout: float) -> bool:
        """Sleep up to `timeout` seconds; return at once where `set` was called."""

    def set(self) -> None:
        """Wake the sleeper; the next one, where nobody sleeps."""

    def clear(self) -> None:
        """Forget that `set` was called."""


class PacedLoop:
    """Does `step`, which must not raise, asks `pace` for the seconds to the next, and sleeps.

    A pace that has changed counts from the last step on: after `wake()` the loop asks again, and
    does at once what would be due by now.
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
        """Start the thread. It ends with the process."""
        self._thread.start()

    def wake(self) -> None:
        """Ask for the pace again, at once. May be called from any thread."""
        self._alarm.set()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask the thread to end; return whether it did within `timeout` seconds."""
        self._stopping = True
        self._alarm.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def run(self) -> None:
        """Step until stopped, on the caller's thread."""
        due = self._clock()
        while not self._stopping:
            self._step()
            due = self._sleep(due)

    def _sleep(self, last_due: float) -> float:
        """Sleep until the next step is due; return when that was."""
        ended = self._clock()
        while not self._stopping:
            # Cleared before the pace is asked: a change after that wakes us.
            self._alarm.clear()
            pause = max(self._pace(), _MIN_PAUSE_SECONDS)
            due = max(last_due + pause, ended + pause * _MIN_PAUSE_SHARE)
            left = due - self._clock()
            if left <= 0 or self._stopping:
                return due
            self._alarm.wait(left)
        return last_due

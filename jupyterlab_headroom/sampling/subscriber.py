"""Passes samples to a listener that may be slow, without ever waiting for it."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

from jupyterlab_headroom.nouns.memory import Sample

SampleListener = Callable[[Sample], object]

#: Maximum number of samples queued for a listener; a minute of them is well under a megabyte.
MAX_QUEUED = 60


class Subscriber:
    """One listener with a thread and a bounded queue of its own.

    When the queue is full, the oldest sample is dropped and counted. The log gets one message when
    that begins, and another when the listener has caught up.
    """

    def __init__(
        self,
        listener: SampleListener,
        *,
        log: logging.Logger,
        name: str,
        max_queued: int = MAX_QUEUED,
    ) -> None:
        """Start the thread at once; it ends on `close()`, or with the process."""
        self.name = name
        self._listener = listener
        self._log = log
        self._max_queued = max_queued
        self._queue: deque[Sample] = deque()
        self._changed = threading.Condition()
        self._dropped = 0
        self._is_behind = False
        self._is_failing = False
        self._is_closed = False
        threading.Thread(target=self._run, name=f"headroom-{name}", daemon=True).start()

    @property
    def dropped(self) -> int:
        """How many samples the listener has missed so far."""
        return self._dropped

    def offer(self, sample: Sample) -> None:
        """Queue a sample; never waits for the listener."""
        with self._changed:
            if self._is_closed:
                return
            self._queue.append(sample)
            falls_behind = len(self._queue) > self._max_queued and not self._is_behind
            if len(self._queue) > self._max_queued:
                self._queue.popleft()
                self._dropped += 1
                self._is_behind = True
            self._changed.notify()
        if falls_behind:
            self._log.warning("headroom: %s is too slow, and misses samples", self.name)

    def close(self) -> None:
        """Deliver nothing more. A call that is already running is left to finish."""
        with self._changed:
            self._is_closed = True
            self._queue.clear()
            self._changed.notify()

    def _run(self) -> None:
        while (sample := self._next()) is not None:
            self._tell(sample)

    def _next(self) -> Sample | None:
        """Wait for the next sample; `None` once closed."""
        with self._changed:
            has_caught_up = self._is_behind and not self._queue
            if has_caught_up:
                self._is_behind = False
        if has_caught_up:
            self._log.info("headroom: %s keeps up again; %d missed", self.name, self._dropped)
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._is_closed)
            return None if self._is_closed else self._queue.popleft()

    def _tell(self, sample: Sample) -> None:
        try:
            self._listener(sample)
        except Exception:  # noqa: BLE001 - any listener, any error: it still gets the next one
            if not self._is_failing:
                self._log.exception("headroom: %s failed; more is not logged", self.name)
            self._is_failing = True
        else:
            self._is_failing = False

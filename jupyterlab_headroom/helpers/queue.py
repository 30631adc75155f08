"""The queue of messages to a helper, and the pipe that wakes the thread that sends them."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass

from jupyterlab_headroom.helpers.outcome import Outcome

#: Approximate memory of a queued message in addition to its payload.
_OVERHEAD_BYTES = 500


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One message. A request also has a deadline (in seconds of the clock) and a waiter."""

    payload: bytes
    deadline_s: float | None = None
    waiter: Future[Outcome] | None = None

    def settle(self, outcome: Outcome) -> None:
        """Pass the outcome to the waiter, if there is one that has not cancelled or got it yet."""
        if self.waiter is not None and (
            self.waiter.running() or self.waiter.set_running_or_notify_cancel()
        ):
            self.waiter.set_result(outcome)


class JobQueue:
    """Jobs in order, with a limit on their total size. Any thread may put, one thread takes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._jobs: deque[Job] = deque()
        self._lock = threading.Lock()
        self._is_closed = False

    def put(self, job: Job) -> bool:
        """Append a job; returns False if too much is queued already, or the queue is closed."""
        size = len(job.payload) + _OVERHEAD_BYTES
        with self._lock:
            if self._is_closed or (self._jobs and self._bytes + size > self._max_bytes):
                return False
            self._jobs.append(job)
            self._bytes += size
            return True

    def head(self) -> Job | None:
        """Return the next job without removing it."""
        with self._lock:
            return self._jobs[0] if self._jobs else None

    def take(self) -> Job:
        """Remove and return the next job."""
        with self._lock:
            job = self._jobs.popleft()
            self._bytes -= len(job.payload) + _OVERHEAD_BYTES
            return job

    def take_requests(self, until_s: float = float("inf")) -> list[Job]:
        """Remove and return the requests whose deadline is not later than `until_s`."""
        with self._lock:
            due = [j for j in self._jobs if j.deadline_s is not None and j.deadline_s <= until_s]
            if due:
                self._jobs = deque(j for j in self._jobs if j not in due)
                self._bytes -= sum(len(j.payload) + _OVERHEAD_BYTES for j in due)
            return due

    def close(self) -> list[Job]:
        """Accept no more jobs; remove and return the requests that are still queued."""
        with self._lock:
            self._is_closed = True
        return self.take_requests()

    def next_deadline_s(self) -> float | None:
        """Return the earliest deadline in the queue."""
        with self._lock:
            return min((j.deadline_s for j in self._jobs if j.deadline_s is not None), default=None)


class WakePipe:
    """A pipe that interrupts another thread's poll(2)."""

    def __init__(self) -> None:
        self.read_fd, self._write_fd = os.pipe()
        os.set_blocking(self.read_fd, False)
        os.set_blocking(self._write_fd, False)
        #: Held while writing and closing: once closed, the descriptor's number may be reused for
        #: another file at any moment.
        self._lock = threading.Lock()
        self._is_closed = False

    def wake(self) -> None:
        """Wake the thread. If the pipe is full, it is going to wake anyway."""
        with self._lock, contextlib.suppress(BlockingIOError):
            if not self._is_closed:
                os.write(self._write_fd, b"!")

    def clear(self) -> None:
        """Empty the pipe, so that poll(2) blocks until the next `wake`."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.read_fd, 4096)

    def close(self) -> None:
        """Close both descriptors."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                os.close(self.read_fd)
                os.close(self._write_fd)

"""The thread that supervises a helper: it starts, feeds, reads, kills, reaps and restarts it."""

from __future__ import annotations

import logging
import math
import select
import threading
from collections.abc import Callable, Sequence
from typing import Any

from jupyterlab_headroom.helpers.backoff import SETTLED_SECONDS, backoff_seconds
from jupyterlab_headroom.helpers.child import TooLarge, pack
from jupyterlab_headroom.helpers.outcome import Answer, Failure
from jupyterlab_headroom.helpers.queue import Job, JobQueue, WakePipe
from jupyterlab_headroom.helpers.reasons import failure_from_exit, failure_from_report
from jupyterlab_headroom.helpers.running import RunningHelper
from jupyterlab_headroom.helpers.settings import HelperSettings

log = logging.getLogger(__name__)

#: A pipe holds 64 KiB. Anything beyond stays in the queue, which limits the total size.
_SEND_AHEAD_BYTES = 65536
#: After closing its output, a process normally exits at once. It gets this long to do so, since its
#: own exit status says why it ended, and that of a kill does not.
_EXIT_SECONDS = 0.2
_REAP_AGAIN_SECONDS = 1.0
#: poll(2) takes milliseconds as a 32-bit integer. Waking up once an hour costs nothing.
_LONGEST_PAUSE_SECONDS = 3600.0
#: No new process is started while this many are left that SIGKILL could not end, because they hang
#: in a dead file system.
_MAX_UNREAPED = 3


class Supervisor:
    """Supervises one helper. Other threads may only call `wake` and `request_stop`."""

    def __init__(
        self,
        settings: HelperSettings,
        queue: JobQueue,
        wake_pipe: WakePipe,
        clock: Callable[[], float],
        on_event: Callable[[Any], None] | None,
        greeting: Callable[[], Sequence[object]],
    ) -> None:
        self._settings = settings
        self._queue = queue
        self._wake_pipe = wake_pipe
        self._clock = clock
        self._on_event = on_event
        self._greeting = greeting
        self._stop = threading.Event()
        self._running: RunningHelper | None = None
        self._request: Job | None = None
        self._reported: Failure | None = None
        self._failures = 0
        self._not_before_s = -math.inf
        self._used_s = -math.inf
        self._unreaped: list[RunningHelper] = []
        self.last_failure: Failure | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the helper that is running, if any."""
        running = self._running
        return None if running is None else running.pid

    def request_stop(self) -> None:
        """Make `run` send what is queued, end the helper, and return."""
        self._stop.set()
        self._wake_pipe.wake()

    def wake(self) -> None:
        """Make `run` look at the queue again, which has something new."""
        self._wake_pipe.wake()

    def run(self) -> None:
        """Supervise until asked to stop. Never raises, and leaves no process behind."""
        try:
            while not self._stop.is_set():
                self._round()
            self._flush()
        except Exception:
            log.exception("The supervisor of %s failed.", self._settings.name)
        finally:
            self._give_up()

    def _round(self) -> None:
        now_s = self._clock()
        self._expire(now_s)
        self._start_if_needed(now_s)
        self._feed(now_s)
        self._listen(self._pause_seconds(now_s))
        self._unreaped = [helper for helper in self._unreaped if not helper.is_gone()]

    def _expire(self, now_s: float) -> None:
        for job in self._queue.take_requests(now_s):
            job.settle(Failure("busy", f"{self._settings.name} had no time for it."))
        running, request = self._running, self._request
        if running is None:
            return
        if request is not None and request.deadline_s is not None and request.deadline_s <= now_s:
            self._fail(Failure("timeout", f"{self._settings.name} did not answer in time."))
        elif running.unsent_bytes and now_s - running.progress_s >= self._settings.stall_seconds:
            self._fail(Failure("timeout", f"{self._settings.name} reads nothing any more."))
        elif (idle_at_s := self._idle_at_s(running)) is not None and now_s >= idle_at_s:
            self._end(running, self._settings.grace_seconds)

    def _idle_at_s(self, running: RunningHelper) -> float | None:
        """Return when to end the helper for being idle; `None` if it is busy or always runs."""
        is_busy = self._request or running.unsent_bytes or self._queue.head()
        idle_seconds = self._settings.idle_seconds
        return None if is_busy or idle_seconds is None else self._used_s + idle_seconds

    def _start_if_needed(self, now_s: float) -> None:
        is_needed = self._settings.idle_seconds is None or self._queue.head() is not None
        if self._running is not None or not is_needed or now_s < self._start_at_s(now_s):
            return
        try:
            self._running = RunningHelper(self._settings, now_s)
        except (OSError, ValueError) as error:
            self._fail(Failure("not-started", f"{self._settings.name} was not started: {error}"))
            return
        self._used_s = now_s
        self._greet(self._running, now_s)

    def _start_at_s(self, now_s: float) -> float:
        """Return the earliest time at which a process may be started."""
        is_closed = len(self._unreaped) >= _MAX_UNREAPED
        return now_s + _REAP_AGAIN_SECONDS if is_closed else self._not_before_s

    def _greet(self, running: RunningHelper, now_s: float) -> None:
        try:
            for value in self._greeting():
                payload = pack("tell", value, self._settings.max_message_bytes)
                running.send(payload, now_s)
        except Exception:
            log.exception("%s could not be told what to do.", self._settings.name)

    def _feed(self, now_s: float) -> None:
        running = self._running
        while running and running.unsent_bytes < _SEND_AHEAD_BYTES:
            head = self._queue.head()
            if head is None or (head.waiter is not None and self._request is not None):
                return
            job = self._queue.take()
            if job.waiter is not None:
                if not job.waiter.set_running_or_notify_cancel():
                    continue
                self._request = job
            self._used_s = now_s
            running.send(job.payload, now_s)

    def _listen(self, seconds: float | None) -> None:
        poll, running = select.poll(), self._running
        poll.register(self._wake_pipe.read_fd, select.POLLIN)
        if running is not None:
            poll.register(running.read_fd, select.POLLIN)
            if running.unsent_bytes:
                poll.register(running.write_fd, select.POLLOUT)
        ready = {fd for fd, _ in poll.poll(None if seconds is None else math.ceil(seconds * 1000))}
        self._wake_pipe.clear()
        if running is None:
            return
        if running.write_fd in ready:
            running.write(self._clock())
        if running.read_fd in ready:
            self._read(running)

    def _read(self, running: RunningHelper) -> None:
        name = self._settings.name
        try:
            is_open = running.read()
            for kind, value in running.messages():
                self._take(kind, value)
        except TooLarge as error:
            self._fail(Failure("too-large", f"{name} sent {error}."))
        except ValueError as error:
            self._fail(Failure("garbage", f"{name} sent what is no message: {error}."))
        else:
            if not is_open:
                self._fail(self._reported, grace_seconds=_EXIT_SECONDS)

    def _take(self, kind: str, value: object) -> None:
        self._used_s = self._clock()
        if kind == "answer" and self._request is not None:
            request, self._request = self._request, None
            self._failures, self.last_failure = 0, None
            request.settle(Answer(value))
        elif kind == "event":
            self._tell(value)
        elif kind == "failed":
            self._reported = failure_from_report(self._settings.name, value)
        else:
            raise ValueError(f"{kind[:20]!r} out of turn")

    def _tell(self, value: object) -> None:
        if self._on_event is None:
            return
        try:
            self._on_event(value)
        except Exception:
            log.exception("An event of %s was not understood.", self._settings.name)

    def _fail(self, failure: Failure | None, grace_seconds: float = 0.0) -> None:
        """End the helper, record why, and delay its restart; `None`: its exit status says why."""
        now_s, running = self._clock(), self._running
        status = None if running is None else self._end(running, grace_seconds)
        failure = failure or failure_from_exit(self._settings.name, status)
        if running is not None and now_s - running.started_s >= SETTLED_SECONDS:
            self._failures, self.last_failure = 0, None
        self._failures += 1
        self._not_before_s = now_s + backoff_seconds(self._failures)
        if self.last_failure is None:
            log.warning("%s", failure.message)
        self.last_failure = failure
        if running is None:
            # Not even started: the first message fails, the others wait for the next attempt.
            head = self._queue.head()
            self._request = self._queue.take() if head is not None else None
        request, self._request = self._request, None
        if request is not None:
            request.settle(failure)

    def _end(self, running: RunningHelper, grace_seconds: float) -> int | None:
        self._running, self._reported = None, None
        status = running.end(grace_seconds)
        if status is None:
            self._unreaped.append(running)
        return status

    def _pause_seconds(self, now_s: float) -> float | None:
        """Return how long to sleep if neither a message nor a wake-up comes; `None`: forever."""
        settings, running = self._settings, self._running
        moments = [self._queue.next_deadline_s()]
        if self._unreaped:
            moments.append(now_s + _REAP_AGAIN_SECONDS)
        if running is None:
            if settings.idle_seconds is None or self._queue.head() is not None:
                moments.append(self._start_at_s(now_s))
        else:
            moments.append(self._idle_at_s(running))
            if self._request is not None:
                moments.append(self._request.deadline_s)
            if running.unsent_bytes:
                moments.append(running.progress_s + settings.stall_seconds)
        known = [moment for moment in moments if moment is not None]
        return min(max(0.0, min(known) - now_s), _LONGEST_PAUSE_SECONDS) if known else None

    def _flush(self) -> None:
        """Send a writer what it was given before the stop; requests are not answered any more."""
        until_s = self._clock() + self._settings.grace_seconds
        for job in self._queue.take_requests():
            job.settle(stopped(self._settings.name))
        if self._queue.head() is not None:
            self._start_if_needed(self._clock())
        while self._running is not None and self._request is None:
            now_s = self._clock()
            self._feed(now_s)
            is_sent = self._queue.head() is None and self._running.unsent_bytes == 0
            if is_sent or now_s >= until_s:
                break
            self._listen(until_s - now_s)

    def _give_up(self) -> None:
        if self._running is not None:
            self._end(self._running, 0.0 if self._request else self._settings.grace_seconds)
        waiting = [self._request] if self._request is not None else []
        self._request = None
        for job in [*waiting, *self._queue.close()]:
            job.settle(stopped(self._settings.name))
        self._wake_pipe.close()


def stopped(name: str) -> Failure:
    """Return the outcome of requests that arrive after the stop."""
    return Failure("stopped", f"{name} is needed no more.")

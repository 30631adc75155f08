"""A helper process as the rest of the server sees it. It can be used in three ways.

- Request and answer: `ask` from a thread, `submit` from the event loop.
- Watcher: `greeting` tells each new process what to watch, `tell` passes on changes, and whatever
  the helper sends on its own goes to `on_event`. With `idle_seconds=None` it always runs.
- Writer: `tell` sends it data, and `stop` waits until all of it has been sent.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any

from jupyterlab_headroom.helpers.child import TooLarge, pack
from jupyterlab_headroom.helpers.outcome import Failure, Outcome
from jupyterlab_headroom.helpers.queue import Job, JobQueue, WakePipe
from jupyterlab_headroom.helpers.settings import HelperSettings
from jupyterlab_headroom.helpers.supervisor import Supervisor, stopped

#: The supervising thread enforces deadlines itself. If it is later than this, it must be stuck.
_LATE_SECONDS = 5.0


class HelperProcess:
    """A helper that is started when needed. All methods may be called from any thread.

    Nothing here raises: errors are returned as a `Failure`. `on_event` and `greeting` are called
    on the supervising thread, which can do nothing else meanwhile, so they must not block.
    """

    def __init__(
        self,
        settings: HelperSettings,
        *,
        on_event: Callable[[Any], None] | None = None,
        greeting: Callable[[], Sequence[object]] = tuple,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._on_event = on_event
        self._greeting = greeting
        self._queue = JobQueue(settings.max_waiting_bytes)
        self._lock = threading.Lock()
        self._is_stopped = False
        self._supervisor: Supervisor | None = None
        self._thread: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """Process id while a process runs. Not for signals: the process may be gone by then."""
        supervisor = self._supervisor
        return None if supervisor is None else supervisor.pid

    @property
    def last_failure(self) -> Failure | None:
        """The most recent failure; `None` once it has answered again."""
        supervisor = self._supervisor
        return None if supervisor is None else supervisor.last_failure

    def start(self) -> Failure | None:
        """Start supervising now rather than on the first message, as a watcher needs."""
        with self._lock:
            return self._ensure_thread()

    def ask(self, value: object, seconds: float) -> Outcome:
        """Send a request and wait up to `seconds` for its outcome. Not for the event loop."""
        try:
            return self.submit(value, seconds).result(seconds + _LATE_SECONDS)
        except FutureTimeout:
            return Failure("timeout", f"{self._settings.name} did not answer in time.")

    def submit(self, value: object, seconds: float) -> Future[Outcome]:
        """Send a request and return at once. The future gets a result even if the request fails.

        If the helper is still working on the request at the deadline, it is killed.
        """
        waiter: Future[Outcome] = Future()
        failure = self._put("ask", value, self._clock() + seconds, waiter)
        if failure is not None:
            waiter.set_result(failure)
        return waiter

    def tell(self, value: object) -> Failure | None:
        """Send a message that needs no answer, and return at once; `None` if it was accepted.

        It is lost if the helper ends before it has read it.
        """
        return self._put("tell", value)

    def stop(self) -> None:
        """Send what is queued, end the helper, and wait for that. A second call does nothing."""
        with self._lock:
            self._is_stopped = True
            supervisor, thread = self._supervisor, self._thread
        if supervisor is None or thread is None:
            return
        supervisor.request_stop()
        if thread is not threading.current_thread():
            thread.join(2 * self._settings.grace_seconds + _LATE_SECONDS)

    def _put(
        self,
        kind: str,
        value: object,
        deadline_s: float | None = None,
        waiter: Future[Outcome] | None = None,
    ) -> Failure | None:
        name = self._settings.name
        try:
            payload = pack(kind, value, self._settings.max_message_bytes)
        except TooLarge as error:
            return Failure("too-large", f"{name} was to be sent {error}.")
        except (TypeError, ValueError, RecursionError) as error:
            return Failure("not-json", f"{name} cannot be sent this: {error}")
        with self._lock:
            failure = self._ensure_thread()
            if failure is not None or self._supervisor is None:
                return failure
            if not self._queue.put(Job(payload, deadline_s, waiter)):
                return Failure("full", f"{name} has too much to do already.")
            self._supervisor.wake()
        return None

    def _ensure_thread(self) -> Failure | None:
        """Start the supervising thread, if it is not running. The caller holds the lock.

        The thread outlives each process of this helper.
        """
        name = self._settings.name
        if self._is_stopped:
            return stopped(name)
        if self._thread is not None:
            return None if self._thread.is_alive() else stopped(name)
        try:
            wake_pipe = WakePipe()
        except OSError as error:
            return Failure("not-started", f"{name} was not started: {error}")
        supervisor = Supervisor(
            self._settings, self._queue, wake_pipe, self._clock, self._on_event, self._greeting
        )
        thread = threading.Thread(target=supervisor.run, name=f"headroom {name}", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            wake_pipe.close()
            return Failure("not-started", f"{name} was not started: {error}")
        self._supervisor, self._thread = supervisor, thread
        return None

"""A helper process as the rest of the server uses it, in one of three ways.

- Request and answer: `ask` from a thread, `submit` from the event loop.
- A watcher: `greeting` says what to watch to each new process, `tell` what changes, and what the
  helper sends by itself comes to `on_event`. With `idle_seconds=None` it always runs.
- A writer: `tell` feeds it, and `stop` waits until it has got everything.
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

#: The supervising thread keeps deadlines itself; this much later it must be stuck.
_LATE_SECONDS = 5.0


class HelperProcess:
    """One helper, started when needed. Every method may be called from any thread.

    Nothing here raises: what goes wrong is a `Failure`. `on_event` and `greeting` are called on
    the helper's own thread, which does nothing else meanwhile, so they must not wait for anything.
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
        """Process id while a process runs. Not for signals: it may be another's by then."""
        supervisor = self._supervisor
        return None if supervisor is None else supervisor.pid

    @property
    def last_failure(self) -> Failure | None:
        """Why it failed last; `None` once it has answered again."""
        supervisor = self._supervisor
        return None if supervisor is None else supervisor.last_failure

    def start(self) -> Failure | None:
        """Start supervising now rather than at the first message: for a helper that watches."""
        with self._lock:
            return self._ensure_thread()

    def ask(self, value: object, seconds: float) -> Outcome:
        """Send a request and wait for its outcome, `seconds` at most. Not on the event loop."""
        try:
            return self.submit(value, seconds).result(seconds + _LATE_SECONDS)
        except FutureTimeout:
            return Failure("timeout", f"{self._settings.name} did not answer in time.")

    def submit(self, value: object, seconds: float) -> Future[Outcome]:
        """Send a request and return at once; whether it fails or not, the future has a result.

        At the deadline, a helper that works on the request is killed.
        """
        waiter: Future[Outcome] = Future()
        failure = self._put("ask", value, self._clock() + seconds, waiter)
        if failure is not None:
            waiter.set_result(failure)
        return waiter

    def tell(self, value: object) -> Failure | None:
        """Send a message that has no answer, and return at once; `None`: it is on its way.

        It is lost when the helper ends before it has read it.
        """
        return self._put("tell", value)

    def stop(self) -> None:
        """Send what waits, end the helper, wait for both. A second call changes nothing."""
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
        """Start the thread that outlives every process of this helper. The lock is held."""
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

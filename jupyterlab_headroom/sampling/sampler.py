"""The server's only sampler: a thread that takes samples and passes them to its listeners."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from jupyterlab_headroom.nouns.memory import KernelInfo, Sample
from jupyterlab_headroom.sampling.paced_loop import Alarm, PacedLoop
from jupyterlab_headroom.sampling.sample_maker import GpuSource, MemorySource, SampleMaker
from jupyterlab_headroom.sampling.subscriber import SampleListener, Subscriber

#: Newest sample (`None` if there is none yet) -> seconds until the next one.
Pace = Callable[[Sample | None], float]


class Sampler:
    """Takes samples at a given pace until stopped."""

    def __init__(
        self,
        memory: MemorySource,
        kernels: Callable[[], Mapping[str, KernelInfo]],
        *,
        gpus: GpuSource | None = None,
        interval: float = 1.0,
        pace: Pace | None = None,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
        alarm: Alarm | None = None,
    ) -> None:
        """Prepare; the thread is started by `start()`.

        `kernels` returns the kernels by key, in a mapping that is never modified; if it returns
        the same object again, nothing has changed. `pace` is called after each sample and after
        `wake()`; without it, a sample is taken every `interval` seconds. `clock` and `alarm` let
        tests control time.
        """
        self.interval = interval
        self._maker = SampleMaker(memory, kernels, gpus=gpus, clock=clock)
        self._pace = pace
        self._clock = clock
        self._log = log or logging.getLogger(__name__)
        self._latest: Sample | None = None
        #: Held while a sample is taken and passed to the listeners.
        self._lock = threading.Lock()
        #: Held while listeners are added or removed. The tuples are replaced, never modified, so
        #: reading them needs no lock.
        self._listeners_lock = threading.Lock()
        self._quick: tuple[tuple[str, SampleListener], ...] = ()
        self._subscribers: tuple[Subscriber, ...] = ()
        self._failing: set[str] = set()
        self._loop = PacedLoop(
            partial(self._guarded, "sample", self.sample_now),
            self._seconds_to_next,
            name="headroom-sampler",
            clock=clock,
            alarm=alarm,
        )

    @property
    def latest(self) -> Sample | None:
        """The newest sample."""
        return self._latest

    @property
    def dropped(self) -> Mapping[str, int]:
        """Name of each current listener -> number of samples it missed by being too slow."""
        return {subscriber.name: subscriber.dropped for subscriber in self._subscribers}

    def add_listener(
        self, listener: SampleListener, *, name: str | None = None
    ) -> Callable[[], None]:
        """Pass every sample from now on to `listener`, on a thread of its own.

        However slow it is, it delays nobody else; samples it cannot keep up with are dropped and
        counted. Returns a function that removes it again.
        """
        subscriber = Subscriber(listener, log=self._log, name=name or repr(listener))
        with self._listeners_lock:
            self._subscribers = (*self._subscribers, subscriber)

        def remove() -> None:
            with self._listeners_lock:
                self._subscribers = tuple(s for s in self._subscribers if s is not subscriber)
            subscriber.close()

        return remove

    def add_quick_listener(self, listener: SampleListener) -> Callable[[], None]:
        """Call `listener` on the thread that takes a sample, before the sample counts as taken.

        It may only take microseconds. Meant for the history: a response that first took a sample
        must contain it. Returns a function that removes the listener again.
        """
        entry = (repr(listener), listener)
        with self._listeners_lock:
            self._quick = (*self._quick, entry)

        def remove() -> None:
            with self._listeners_lock:
                self._quick = tuple(known for known in self._quick if known is not entry)

        return remove

    def start(self) -> None:
        """Start the thread, a daemon that ends with the process at the latest."""
        self._loop.start()

    def wake(self) -> None:
        """Apply a changed pace at once. May be called from any thread."""
        self._loop.wake()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask all threads to end; return whether the sampler's own did within `timeout` seconds."""
        has_ended = self._loop.stop(timeout)
        for subscriber in self._subscribers:
            subscriber.close()
        return has_ended

    def sample_now(self) -> Sample:
        """Take an extra sample. May be called from any thread but the event loop's: it blocks."""
        with self._lock:
            return self._take()

    def sample_if_older(self, age_seconds: float, wait_seconds: float) -> None:
        """Take a sample if the newest one is older than `age_seconds`.

        Gives up after `wait_seconds` if another sample is still being taken. Never raises. Must
        not be called from the event loop's thread either.
        """
        if not self._lock.acquire(timeout=wait_seconds):
            return
        try:
            latest = self._latest
            if latest is None or self._clock() - latest.monotonic > age_seconds:
                self._guarded("sample", self._take)
        finally:
            self._lock.release()

    def _take(self) -> Sample:
        """Take a sample, keep it, and pass it to all listeners. The caller holds the lock."""
        sample = self._latest = self._maker.make()
        for name, listener in self._quick:
            self._guarded(name, partial(listener, sample))
        for subscriber in self._subscribers:
            subscriber.offer(sample)
        return sample

    def _seconds_to_next(self) -> float:
        """Return the pause that `pace` asks for; the interval if it is not set, or fails."""
        if self._pace is not None:
            try:
                return self._pace(self._latest)
            except Exception:  # noqa: BLE001 - fail open: the loop must not end
                self._report_failure("pace")
        return self.interval

    def _guarded(self, name: str, call: Callable[[], object]) -> None:
        """Run `call`; errors are logged once, until it succeeds again."""
        try:
            call()
        except Exception:  # noqa: BLE001 - fail open: the next sample may work
            self._report_failure(name)
        else:
            self._failing.discard(name)

    def _report_failure(self, name: str) -> None:
        """Log the current exception, unless `name` was already failing."""
        if name not in self._failing:
            self._failing.add(name)
            self._log.exception("headroom: %s failed; more of the same is not logged", name)

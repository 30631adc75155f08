"""The one sampler of a server: a thread that reads, and hands each sample to its listeners."""

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

#: Newest sample (`None`: none yet) -> seconds until the next.
Pace = Callable[[Sample | None], float]


class Sampler:
    """Samples at its pace until stopped."""

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
        """Begin without a thread.

        `kernels`: returns them by key, in a mapping that stays as it is; the same one again tells
        that nothing has changed. `pace`: asked after each sample, and after `wake()`; without it,
        one sample every `interval` seconds. `clock`, `alarm`: how time passes.
        """
        self.interval = interval
        self._maker = SampleMaker(memory, kernels, gpus=gpus, clock=clock)
        self._pace = pace
        self._clock = clock
        self._log = log or logging.getLogger(__name__)
        self._latest: Sample | None = None
        #: Held while a sample is read and handed to quick listeners.
        self._lock = threading.Lock()
        #: Held while listeners come and go. They are replaced, not changed: readers need no lock.
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
        """Name of each listener that is there -> samples that it was too slow for."""
        return {subscriber.name: subscriber.dropped for subscriber in self._subscribers}

    def add_listener(
        self, listener: SampleListener, *, name: str | None = None
    ) -> Callable[[], None]:
        """Hand every sample from now on to `listener`, on a thread of its own.

        However slow it is, it holds up nobody; what it cannot take is dropped and counted.
        Returns what removes it again.
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
        """Call `listener` before a sample counts as taken; it must take microseconds.

        For the history: an answer that was preceded by a sample must have it. Returns what removes
        it again.
        """
        entry = (repr(listener), listener)
        with self._listeners_lock:
            self._quick = (*self._quick, entry)

        def remove() -> None:
            with self._listeners_lock:
                self._quick = tuple(known for known in self._quick if known is not entry)

        return remove

    def start(self) -> None:
        """Start the thread. It ends with the process."""
        self._loop.start()

    def wake(self) -> None:
        """Ask for the pace again, at once: it has changed. May be called from any thread."""
        self._loop.wake()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask all threads to end; return whether the sampler's did within `timeout` seconds."""
        has_ended = self._loop.stop(timeout)
        for subscriber in self._subscribers:
            subscriber.close()
        return has_ended

    def sample_now(self) -> Sample:
        """Read once, out of turn. May be called from any thread but the event loop's."""
        with self._lock:
            return self._take()

    def sample_if_older(self, age_seconds: float, wait_seconds: float) -> None:
        """Read once where the newest sample is older; give up where another one hangs.

        Never raises.
        Not for the event loop's thread, either.
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
        """Read, keep and hand round; the caller holds the lock."""
        sample = self._latest = self._maker.make()
        for name, listener in self._quick:
            self._guarded(name, partial(listener, sample))
        for subscriber in self._subscribers:
            subscriber.offer(sample)
        return sample

    def _seconds_to_next(self) -> float:
        """Ask the pace; where that fails, the interval is a pace that is always right."""
        if self._pace is not None:
            try:
                return self._pace(self._latest)
            except Exception:  # noqa: BLE001 - fail open: the loop must not end
                self._report_failure("pace")
        return self.interval

    def _guarded(self, name: str, call: Callable[[], object]) -> None:
        """Run `call`; an error is logged once, until it works again."""
        try:
            call()
        except Exception:  # noqa: BLE001 - fail open: the next sample may work
            self._report_failure(name)
        else:
            self._failing.discard(name)

    def _report_failure(self, name: str) -> None:
        """Log the error at hand, but not again and again."""
        if name not in self._failing:
            self._failing.add(name)
            self._log.exception("headroom: %s failed; more of the same is not logged", name)

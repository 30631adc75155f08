"""Queries one GPU driver in its own thread, as it may hang; RAM readings never wait for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from jupyterlab_headroom.cadence.gpus import ABSENT_SECONDS
from jupyterlab_headroom.sources.gpu.gpus import Driver, DriverError, GpuReport, NoDriverError

#: If a query takes longer than this, the last answer is shown as stale.
STALE_SECONDS = 1.0
_HANGS = "The GPU driver does not answer."


@dataclass(frozen=True)
class Answer:
    """The last known state that a driver reported."""

    reports: tuple[GpuReport, ...]
    problems: tuple[str, ...]


_NOTHING = Answer((), ())


class GpuWatch:
    """Polls a driver; `answer` returns at once with what is known."""

    def __init__(
        self,
        driver: Driver,
        *,
        interval: float = 1.0,
        absent_interval: float = ABSENT_SECONDS,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.vendor = driver.vendor
        #: Our processes, for the next query.
        self.pids: frozenset[int] = frozenset()
        self._driver = driver
        self._interval = interval
        self._absent_interval = absent_interval
        self._log = log or logging.getLogger(__name__)
        self._clock = clock
        self._reports: tuple[GpuReport, ...] = ()
        self._problem: str | None = None
        self._asking_since: float | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start polling, in a daemon thread: a hung driver must not keep the process alive."""
        name = f"headroom-{self.vendor}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 1.0) -> bool:
        """Ask the thread to end. Return whether it did; it cannot while the driver hangs."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def answer(self) -> Answer:
        """Return the last known values at once, marked stale while the driver does not answer."""
        reports, problem = self._reports, self._problem
        if not reports and problem is None and self._asking_since is None:
            return _NOTHING
        if self._is_stale():
            stale = (replace(x, reading=replace(x.reading, stale=True)) for x in reports)
            return Answer(tuple(stale), (_HANGS,))
        own = (report.problem for report in reports)
        return Answer(reports, tuple(text for text in (problem, *own) if text is not None))

    def ask(self) -> bool:
        """Query the driver once; return whether there is one. For the thread, and for tests."""
        self._asking_since = self._clock()
        try:
            self._reports, problem = tuple(self._driver.look(self.pids)), None
        except NoDriverError:
            self._reports, self._problem = (), None
            return False
        except DriverError as error:
            self._reports, problem = (), str(error)
        except Exception as error:  # noqa: BLE001 - a driver's error must not end the thread
            self._reports, problem = (), f"The GPU driver failed: {error!r}"
        finally:
            self._asking_since = None
        if problem is not None and problem != self._problem:
            self._log.warning("headroom: %s", problem)
        self._problem = problem
        return True

    def _is_stale(self) -> bool:
        since = self._asking_since
        return since is not None and self._clock() - since > STALE_SECONDS

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._interval if self.ask() else self._absent_interval)

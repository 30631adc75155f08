"""Notices within milliseconds that a kernel's process has ended, and reports why.

One thread waits in poll(2) for all kernels. The server's event loop only posts notes to it. Its
findings go to the death log, whose listeners inform the browser.
"""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from jupyterlab_headroom.cadence import watch as cadence
from jupyterlab_headroom.cadence.evidence import REQUEST_NEWS_SECONDS
from jupyterlab_headroom.cadence.watch import Motion
from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.watch.cases import Cases
from jupyterlab_headroom.watch.facts.watched import ANSWERED, Process, Watched


class Directory(Protocol):
    """The part of kernels.KernelDirectory that the watch needs."""

    def snapshot(self) -> Mapping[str, KernelInfo]:
        """Return the kernels by key."""

    def is_expected_end(self, kernel_id: str) -> bool:
        """Tell whether somebody asked for the kernel's end."""

    def execution_state(self, kernel_id: str) -> str | None:
        """Return the state of a kernel as it is known right now."""

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        """Tell whether a kernel is busy, or was active within the last seconds."""


class DeathWatch:
    """Watches kernel processes; a `KernelListener`."""

    def __init__(
        self,
        cases: Cases,
        directory: Directory,
        *,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cases = cases
        self._collector = cases.collector
        self._waiter = cases.waiter
        self._directory = directory
        self._log = log or logging.getLogger(__name__)
        self._clock = clock
        self._notes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._failing = False
        self._watched: dict[int, Watched] = {}
        #: Set immediately, on the event loop, so that the end is not taken for a requested one.
        self._restarter_events: dict[int, RestarterEvent] = {}
        #: Kernels of which a process has answered before, so the next one should be able to start.
        self._answered: set[str] = set()
        #: Set on the event loop: a kernel has become busy since the last tick.
        self._work_began = False
        self._ticked_s = -math.inf
        self._motion = Motion()

    def start(self) -> None:
        """Start the thread, a daemon that ends with the process at the latest."""
        self._thread = threading.Thread(target=self._run, name="headroom-deaths", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask the thread to end; return whether it did within `timeout` seconds."""
        self._stopping.set()
        self._waiter.wake()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def kernel_started(self, kernel: KernelInfo, process: Process) -> None:
        """Watch a process from now on."""
        # Borrowed here, on the event loop, as the directory may close it before the note is read.
        pidfd = process.handle.borrow_pidfd() if process.handle is not None else None
        self._post(lambda: self._begin(kernel, process, pidfd))

    def kernel_works(self, kernel: KernelInfo) -> None:
        """Look soon, as the first cell after a long time may be the one that kills the kernel."""
        if not self._work_began:
            self._work_began = True
            if not self._motion.is_soon:
                self._waiter.wake()

    def kernel_restarting(
        self, kernel: KernelInfo, process: Process | None, event: RestarterEvent
    ) -> None:
        """The restarter found a kernel dead, so nobody asked for its end."""
        if process is not None:
            self._restarter_events[process.pid] = event
        self._post(lambda: self._restarter_says(kernel, process, event))

    def kernel_gone(self, kernel: KernelInfo) -> None:
        """Stop watching a kernel that was removed or restarted on request: this is not a death."""
        self._post(lambda: self._end(kernel))

    def _post(self, note: Callable[[], None]) -> None:
        self._notes.put(note)
        self._waiter.wake()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._turn()
            except Exception:  # noqa: BLE001 - logged once; watching must go on
                if not self._failing:
                    self._log.exception("headroom: the watch over kernels failed; it goes on")
                self._failing = True
                self._stopping.wait(cadence.TICK_SECONDS)
            else:
                self._failing = False
        for watched in list(self._watched.values()):
            self._release(watched)
        self._collector.observer.close()
        self._waiter.close()

    @property
    def _tick_due_s(self) -> float:
        return cadence.next_tick_s(self._ticked_s, self._motion, work_began=self._work_began)

    def _turn(self) -> None:
        early = [w.early_looks_s[0] for w in self._watched.values() if w.early_looks_s]
        pause = cadence.pause_seconds(
            self._clock(),
            self._tick_due_s,
            early,
            self._collector.shm.due_s,
            has_case=self._cases.busy,
        )
        ended = self._waiter.wait(pause)
        while not self._notes.empty():
            self._notes.get_nowait()()
        for watched in [w for w in self._watched.values() if w.pidfd in ended]:
            self._died(watched)
        now = self._clock()
        for watched in [w for w in self._watched.values() if w.early_looks_s]:
            if watched.take_early_look(now):
                self._collector.look_early(watched, now)
        if now >= self._tick_due_s:
            self._tick(now)
        # After the tick, so that nothing is read twice.
        self._cases.advance(now, list(self._watched.values()))

    def _tick(self, now: float) -> None:
        """Look at everything, and work out when the next tick is due."""
        self._work_began = False  # before the states are read, as work may begin in between
        kernels = {info.id: info for info in self._directory.snapshot().values()}
        for watched in list(self._watched.values()):
            if watched.kernel.id in kernels:
                watched.notice_state(self._present(kernels[watched.kernel.id]))
            if watched.pidfd is None and watched.process.poll() is not None:
                self._ended_unseen(watched, now)
        living = list(self._watched.values())
        moves = self._cases.tick(now, living, was_moving=self._motion.is_moving)
        self._motion = Motion(moves, polls_for_ends=any(w.pidfd is None for w in living))
        self._ticked_s = now

    def _present(self, kernel: KernelInfo) -> KernelInfo:
        """Take the state from the directory, since the snapshot may be a second old."""
        state = self._directory.execution_state(kernel.id)
        if state is None or state == kernel.execution_state:
            return kernel
        return replace(kernel, execution_state=state)

    def _ended_unseen(self, watched: Watched, now: float) -> None:
        """Handle an end found by polling: allow time to hear whether it was requested."""
        if self._directory.is_expected_end(watched.kernel.id) and not watched.restarter_event:
            self._release(watched)
        elif watched.ended_s is None:
            watched.ended_s = now
        elif now - watched.ended_s >= REQUEST_NEWS_SECONDS:
            self._died(watched)

    def _begin(self, kernel: KernelInfo, process: Process, pidfd: int | None) -> None:
        watched = Watched(kernel, process, self._clock(), pidfd)
        if process.pid in self._watched:
            _return_pidfd(watched)
            return
        watched.last_words = self._collector.observer.listen(process.pid)
        watched.notice_state(kernel)
        watched.was_ready = watched.was_ready or kernel.id in self._answered
        self._motion = replace(self._motion, has_started=True)
        watched.early_looks_s = cadence.early_looks_s(self._clock())
        self._watched[process.pid] = watched
        if watched.pidfd is not None:
            self._waiter.add_process(watched.pidfd)
        self._collector.look_early(watched, self._clock())

    def _end(self, kernel: KernelInfo) -> None:
        for watched in [w for w in self._watched.values() if w.kernel.id == kernel.id]:
            self._release(watched)
        self._answered.discard(kernel.id)
        self._cases.gone(kernel.id)

    def _restarter_says(
        self, kernel: KernelInfo, process: Process | None, event: RestarterEvent
    ) -> None:
        watched = self._watched.get(process.pid) if process is not None else None
        if watched is not None:
            watched.notice_state(kernel)
            self._died(watched)
        if process is None:
            self._cases.report_unseen(kernel, event)
            return
        if not self._cases.knows(kernel.id, process.pid):
            self._died(Watched(kernel, process, started_s=None))
        self._cases.restarter_says(kernel, process.pid, event)
        self._restarter_events.pop(process.pid, None)

    def _died(self, watched: Watched) -> None:
        pid = watched.process.pid
        watched.restarter_event = self._restarter_events.pop(pid, None)
        # A kernel may answer and end between two looks at the directory.
        state = self._directory.execution_state(watched.kernel.id)
        watched.was_ready = watched.was_ready or state in ANSWERED
        known = self._directory.snapshot().get(watched.kernel.key)
        if known is not None and watched.restarter_event is None:
            watched.notice_state(known)
        if watched.was_ready:
            self._answered.add(watched.kernel.id)
        expected = watched.restarter_event is None and self._directory.is_expected_end(
            watched.kernel.id
        )
        if not expected:
            self._cases.open_case(watched)
        self._release(watched)

    def _release(self, watched: Watched) -> None:
        self._watched.pop(watched.process.pid, None)
        if watched.last_words is not None:
            watched.last_words.close()
            watched.last_words = None
        if watched.pidfd is not None:
            self._waiter.remove_process(watched.pidfd)
            _return_pidfd(watched)


def _return_pidfd(watched: Watched) -> None:
    if watched.pidfd is not None and watched.process.handle is not None:
        watched.process.handle.return_pidfd()
    watched.pidfd = None

"""The most recent deaths on this server, for clients that ask later."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from jupyterlab_headroom.nouns.deaths import DeathReport

#: Maximum number of reports; older ones are dropped.
KEPT_REPORTS = 50


class DeathLog:
    """Keeps reports by id, the most recently changed last. Thread-safe."""

    def __init__(self, log: logging.Logger | None = None) -> None:
        self._log = log or logging.getLogger(__name__)
        self._lock = threading.Lock()
        self._reports: dict[str, DeathReport] = {}
        self._seq = 0
        self._listeners: list[Callable[[DeathReport], None]] = []

    def add_listener(self, listener: Callable[[DeathReport], None]) -> None:
        """Call `listener` with every new or changed report, on the thread that puts it."""
        self._listeners.append(listener)

    def put(self, report: DeathReport) -> DeathReport:
        """Store a new report or a changed one; return it with its `seq`."""
        with self._lock:
            self._seq += 1
            report = replace(report, seq=self._seq)
            self._reports.pop(report.id, None)
            self._reports[report.id] = report
            while len(self._reports) > KEPT_REPORTS:
                del self._reports[next(iter(self._reports))]
        for listener in self._listeners:
            self._tell(listener, report)
        return report

    def _tell(self, listener: Callable[[DeathReport], None], report: DeathReport) -> None:
        """Call a listener; if it fails, the report is kept and other listeners are still called."""
        try:
            listener(report)
        except Exception:  # noqa: BLE001 - any listener, any error: the others must still be called
            self._log.exception("headroom: a listener failed on the report %s", report.id)

    def get(self, death_id: str) -> DeathReport | None:
        """Return one report by its id."""
        with self._lock:
            return self._reports.get(death_id)

    def since(self, seq: int) -> tuple[int, tuple[DeathReport, ...]]:
        """Return the newest `seq`, and the reports that changed after `seq`, oldest first."""
        with self._lock:
            return self._seq, tuple(r for r in self._reports.values() if r.seq > seq)

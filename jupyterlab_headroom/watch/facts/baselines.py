"""Counters as they were before a death. One thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.cadence.watch import LINGER_SECONDS
from jupyterlab_headroom.nouns.counters import LevelCounters


class Baselines:
    """The last quiet reading of each control group.

    What tells *that* there was a kill counts from the newest reading, so that no earlier kill is
    blamed; what only tells *whose* limit it was counts from a reading some seconds older.
    """

    def __init__(self) -> None:
        self._readings: dict[Path, deque[tuple[float, LevelCounters]]] = {}

    def take(self, readings: Mapping[Path, LevelCounters], now: float) -> None:
        """Take quiet readings."""
        for directory, counters in readings.items():
            kept = self._readings.setdefault(directory, deque())
            kept.append((now, counters))
            # The newest that is old enough stays.
            while len(kept) > 1 and kept[1][0] <= now - LINGER_SECONDS:
                kept.popleft()

    def restart(self, directories: Iterable[Path]) -> None:
        """Forget what was read before: it is accounted for."""
        for directory in directories:
            self._readings.pop(directory, None)

    def keep(self, directories: Iterable[Path]) -> None:
        """Drop every other group."""
        kept = frozenset(directories)
        self._readings = {d: r for d, r in self._readings.items() if d in kept}

    def of(self, directories: Iterable[Path]) -> dict[Path, LevelCounters]:
        """Return the baselines of those groups that have one."""
        known = (d for d in directories if d in self._readings)
        return {d: _merged(self._readings[d][0][1], self._readings[d][-1][1]) for d in known}


def _merged(older: LevelCounters, newest: LevelCounters) -> LevelCounters:
    return replace(newest, oom=older.oom, limit_hits=older.limit_hits)

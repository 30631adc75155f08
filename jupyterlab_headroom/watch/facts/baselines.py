"""Keeps the counters as they were before a death. For one thread only."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.cadence.watch import HIT_TO_KILL_SECONDS
from jupyterlab_headroom.nouns.counters import LevelCounters


class Baselines:
    """The last readings of each control group taken while no kill was unexplained.

    Counters that show *that* there was a kill are compared with the newest of them, so that an
    earlier kill is not blamed. Those that only show *whose* limit it was are compared with a
    reading some seconds older, as a group may hit its limit well before the kill.
    """

    def __init__(self) -> None:
        self._readings: dict[Path, deque[tuple[float, LevelCounters]]] = {}

    def take(self, readings: Mapping[Path, LevelCounters], now: float) -> None:
        """Add readings taken while no kill was unexplained."""
        for directory, counters in readings.items():
            kept = self._readings.setdefault(directory, deque())
            kept.append((now, counters))
            # Of those that are old enough, keep the newest.
            while len(kept) > 1 and kept[1][0] <= now - HIT_TO_KILL_SECONDS:
                kept.popleft()

    def restart(self, directories: Iterable[Path]) -> None:
        """Forget earlier readings of these groups, as the kill since then is accounted for."""
        for directory in directories:
            self._readings.pop(directory, None)

    def keep(self, directories: Iterable[Path]) -> None:
        """Drop all other groups."""
        kept = frozenset(directories)
        self._readings = {d: r for d, r in self._readings.items() if d in kept}

    def of(self, directories: Iterable[Path]) -> dict[Path, LevelCounters]:
        """Return directory -> baseline, for those of the groups that have one."""
        known = (d for d in directories if d in self._readings)
        return {d: _merged(self._readings[d][0][1], self._readings[d][-1][1]) for d in known}


def _merged(older: LevelCounters, newest: LevelCounters) -> LevelCounters:
    return replace(newest, oom=older.oom, limit_hits=older.limit_hits)

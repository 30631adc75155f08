"""How full shared memory was just before a death. For one thread only.

When a process dies, what it held there is freed; an unlinked file is gone even before anybody can
look. So the readings of the last seconds are kept, and while shared memory fills up it is read ever
more often: one statvfs(2), which takes two microseconds.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from jupyterlab_headroom.cadence.watch import SHM_SPAN_SECONDS, next_shm_look_s
from jupyterlab_headroom.nouns.counters import SharedMemory


@dataclass(frozen=True, slots=True)
class ShmReading:
    """Shared memory at one moment."""

    monotonic_s: float
    memory: SharedMemory


class ShmWatch:
    """Reads shared memory when told to, and says when it should be read again."""

    def __init__(self, read: Callable[[], SharedMemory | None]) -> None:
        self._read = read
        self._kept: deque[ShmReading] = deque()
        #: When to look again if that is before the next tick; infinity while it is not filling up.
        self.due_s = math.inf

    def look(self, now: float) -> None:
        """Take a reading, and work out when the next one is due."""
        last = self._kept[-1] if self._kept else None
        if last is not None and now <= last.monotonic_s:
            # Already read at this moment. A second reading cannot show how fast it fills up.
            return
        memory = self._read()
        if memory is None:
            self.due_s = math.inf
            return
        self._kept.append(ShmReading(now, memory))
        while self._kept[0].monotonic_s < now - SHM_SPAN_SECONDS:
            self._kept.popleft()
        self.due_s = _due_s(last, self._kept[-1]) if last else math.inf

    def fullest(self, since: float, now: float) -> ShmReading | None:
        """Return the reading with the least free space, including one taken now.

        `since`: start of the process that died. If it was full before that, that hit another one.
        """
        memory = self._read()
        latest = [ShmReading(now, memory)] if memory is not None else []
        kept = [reading for reading in reversed(self._kept) if reading.monotonic_s >= since]
        return min([*kept, *latest], key=_free, default=None)


def _due_s(last: ShmReading, latest: ShmReading) -> float:
    free_bytes = latest.memory.free_bytes
    return next_shm_look_s(
        latest.monotonic_s,
        free_bytes,
        taken_bytes=last.memory.free_bytes - free_bytes,
        over_seconds=latest.monotonic_s - last.monotonic_s,
    )


def _free(reading: ShmReading) -> int:
    return reading.memory.free_bytes

"""Recent readings, in memory: full samples for minutes, points of curves for much longer."""

from __future__ import annotations

import bisect
import threading
from collections import deque
from collections.abc import Mapping, Sequence

from jupyterlab_headroom.nouns.memory import HistorySpan, Point, Sample
from jupyterlab_headroom.sampling.curve import Curve

#: How long full samples are kept: a death report needs those of the last minute.
SAMPLES_SECONDS = 180.0
#: Maximum number of full samples: enough for that time at the shortest interval that can be set.
MAX_SAMPLES = 2000
#: Memory limit for the points: the target in docs/benchmarks.md for an hour of eight busy kernels.
#: With those, a point takes 1.4 KB, an hour (901 points) 1.3 MB, and a day (2281 points) 3.3 MB, as
#: measured; a day only reaches the limit with about forty kernels.
MAX_BYTES = 8_000_000
#: Samples closer together than this fraction of the interval are merged. It is below 1 because the
#: sampler may be a little late.
_TOO_CLOSE = 0.9

_NOTHING: Mapping[str, Mapping[str, int]] = {}


class History:
    """Keeps the samples, oldest first. Thread-safe."""

    def __init__(
        self,
        *,
        keep_seconds: float = 3600.0,
        interval_seconds: float = 0.0,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """Keep the points of the last `keep_seconds` in about `max_bytes`.

        If samples arrive faster than `interval_seconds`, only one per interval is kept. The newest
        one is always available, and the points keep the peaks of those in between.
        """
        self._keep_seconds = keep_seconds
        self._interval_seconds = interval_seconds
        self._lock = threading.Lock()
        self._curve = Curve(keep_seconds, max_bytes)
        self._samples: deque[Sample] = deque(maxlen=MAX_SAMPLES)
        #: The kernels of the newest point.
        self._kernels: Mapping[str, int | None] | None = None
        #: When the interval of the newest sample began.
        self._interval_began: float | None = None

    def append(self, sample: Sample) -> None:
        """Add the newest sample, and thin out or drop old ones."""
        with self._lock:
            before = self._samples[-1].kernels if self._samples else None
            # Most kernels are idle, so points share what has not changed.
            point = point_of(sample, self._kernels if before is sample.kernels else None)
            self._kernels = point.kernels
            self._close_interval()
            self._samples.append(sample)
            self._curve.append(point)
            while self._samples[0].monotonic < sample.monotonic - SAMPLES_SECONDS:
                self._samples.popleft()

    def _close_interval(self) -> None:
        """Before a sample is added: keep the newest one so far only if it is not too close."""
        if not self._samples:
            return
        newest = self._samples[-1].monotonic
        too_close = self._interval_seconds * _TOO_CLOSE
        if self._interval_began is not None and newest - self._interval_began < too_close:
            self._samples.pop()
            self._curve.merge_newest()
        else:
            self._interval_began = newest

    def latest(self) -> Sample | None:
        """Return the newest sample."""
        with self._lock:
            return self._samples[-1] if self._samples else None

    def last(self, seconds: float) -> list[Sample]:
        """Return the full samples of the last `seconds` (at most 180), oldest first."""
        with self._lock:
            samples = list(self._samples)
        if not samples:
            return []
        return samples[_first_at(samples, samples[-1].monotonic - seconds) :]

    def since(self, seq: int | None = None) -> list[Point]:
        """Return the points newer than `seq`, or all, oldest first; old ones are further apart."""
        with self._lock:
            points = self._curve.points()
        if seq is None:
            return points
        return points[bisect.bisect_right(points, seq, key=lambda p: p.seq) :]

    def span(self) -> HistorySpan:
        """Return how far back the points may reach, and how far they currently do."""
        with self._lock:
            return HistorySpan(self._keep_seconds, self._curve.held_seconds)


def point_of(sample: Sample, kernels: Mapping[str, int | None] | None = None) -> Point:
    """Reduce a sample to what a curve needs; `kernels`: an existing map with the same values."""
    vram = {key: k.vram_bytes for key, k in sample.kernels.items() if k.vram_bytes}
    return Point(
        seq=sample.seq,
        time=sample.time,
        monotonic=sample.monotonic,
        groups={
            key: (g.used_bytes, g.limit_bytes, g.headroom_bytes) for key, g in sample.groups.items()
        },
        kernels=kernels or {key: kernel.rss_bytes for key, kernel in sample.kernels.items()},
        gpus={key: gpu.used_bytes for key, gpu in sample.gpus.items()},
        vram=vram or _NOTHING,
    )


def _first_at(items: Sequence[Sample], monotonic: float) -> int:
    return bisect.bisect_left(items, monotonic, key=lambda item: item.monotonic)

"""The last hour in memory: samples while they are young, thin points for long. Thread-safe."""

from __future__ import annotations

import bisect
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jupyterlab_headroom.nouns.memory import Point, Sample

#: Full samples, for the last minute before a death.
SAMPLES_SECONDS = 180.0
#: Points of this age and younger are handed out one for one.
EXACT_SECONDS = 600.0
#: Of older points, those that hold a peak within each span of this length are handed out.
BUCKET_SECONDS = 10.0

_NOTHING: Mapping[str, Mapping[str, int]] = {}


class History:
    """Keeps what the sampler read, oldest first."""

    def __init__(self, *, keep_seconds: float = 3600.0, max_points: int = 7200) -> None:
        """Keep `keep_seconds` of points, and never more than `max_points` of them."""
        self._keep_seconds = keep_seconds
        self._lock = threading.Lock()
        self._points: deque[Point] = deque(maxlen=max_points)
        self._samples: deque[Sample] = deque(maxlen=max_points)

    def append(self, sample: Sample) -> None:
        """Add the newest sample; drop what has become too old."""
        with self._lock:
            before = self._samples[-1].kernels if self._samples else None
            # Most kernels idle: what does not change is kept once.
            same = self._points[-1].kernels if before is sample.kernels else None
            point = point_of(sample, same)
            self._samples.append(sample)
            self._points.append(point)
            _drop_before(self._samples, sample.monotonic - SAMPLES_SECONDS)
            _drop_before(self._points, sample.monotonic - self._keep_seconds)

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
        """Return points newer than `seq`, or all, oldest first.

        The newest 10 minutes come one for one, older ones thinned so that peaks stay.
        """
        with self._lock:
            points = list(self._points)
        if seq is not None:
            points = points[bisect.bisect_right(points, seq, key=lambda p: p.seq) :]
        if not points:
            return []
        border = _first_at(points, points[-1].monotonic - EXACT_SECONDS)
        return [*thin(points[:border]), *points[border:]]


def point_of(sample: Sample, kernels: Mapping[str, int | None] | None = None) -> Point:
    """Reduce a sample to what a curve needs; `kernels`: those of it, where they are there."""
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


def thin(points: Sequence[Point], bucket_seconds: float = BUCKET_SECONDS) -> Iterator[Point]:
    """Yield, of each span of time, the points at which some curve has its peak there."""
    bucket: list[Point] = []
    for point in points:
        if bucket and point.monotonic // bucket_seconds != bucket[0].monotonic // bucket_seconds:
            yield from _peaks(bucket)
            bucket = []
        bucket.append(point)
    yield from _peaks(bucket)


def _peaks(bucket: Sequence[Point]) -> list[Point]:
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for index, point in enumerate(bucket):
        for curve, value in _curves(point):
            if value is not None and (curve not in best or value > best[curve][0]):
                best[curve] = (value, index)
    # Where nothing could be read, one point still says so.
    chosen = {index for _, index in best.values()} or ({0} if bucket else set())
    return [bucket[index] for index in sorted(chosen)]


def _curves(point: Point) -> Iterable[tuple[tuple[str, str], int | None]]:
    yield from ((("group", key), group[0]) for key, group in point.groups.items())
    yield from ((("kernel", key), value) for key, value in point.kernels.items())
    yield from ((("gpu", key), value) for key, value in point.gpus.items())


def _first_at(items: Sequence[Point] | Sequence[Sample], monotonic: float) -> int:
    return bisect.bisect_left(items, monotonic, key=lambda item: item.monotonic)


def _drop_before(items: deque[Point] | deque[Sample], monotonic: float) -> None:
    while items and items[0].monotonic < monotonic:
        items.popleft()

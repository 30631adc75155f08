"""Points for as long as wanted in a bounded amount of memory: the older, the further apart."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import Point
from jupyterlab_headroom.sampling.merging import merge_points, size_bytes


@dataclass(frozen=True, slots=True)
class Grain:
    """Points older than `older_than_seconds` are kept once per `every_seconds`."""

    older_than_seconds: float
    every_seconds: float


#: The finest first. The sidebar's chart is about 300 pixels wide: a pixel is 2 s in the range of
#: ten minutes, 12 s in that of an hour, 72 s in that of six.
GRAINS = (Grain(60.0, 1.0), Grain(600.0, 10.0), Grain(3600.0, 60.0))
#: Below this part of its bound, a curve that had to become coarser may become finer again.
_REFINE_BELOW = 1 / 8
#: By then a minute is a year: there is nothing left to merge.
_COARSEST = 1 << 20


class Curve:
    """Points of the last `keep_seconds`, oldest first. Not for threads.

    Where they take more than `max_bytes`, every grain becomes twice as coarse and begins at half
    the age, again and again: what is cut is detail, never the span.
    """

    def __init__(self, keep_seconds: float, max_bytes: int) -> None:
        self._keep_seconds = keep_seconds
        self._max_bytes = max_bytes
        self._bytes = 0
        self._begin(coarseness=1)

    def _begin(self, coarseness: int) -> None:
        """Start with empty tiers."""
        #: How much coarser than `GRAINS`; a power of two, so that coarse spans contain finer ones.
        self._coarseness = coarseness
        #: The first holds what is young, each further one the points of its grain.
        self._tiers: list[deque[Point]] = [deque() for _ in range(len(GRAINS) + 1)]
        #: Of each tier but the last: age at which points leave it, the next, and its grain.
        self._borders = [
            (grain.older_than_seconds / coarseness, tier, older, grain.every_seconds * coarseness)
            for grain, tier, older in zip(GRAINS, self._tiers, self._tiers[1:], strict=False)
        ]

    @property
    def held_bytes(self) -> int:
        """About what all points take."""
        return self._bytes

    @property
    def held_seconds(self) -> float:
        """From the oldest point to the newest; 0 where there are less than two."""
        oldest = next((tier[0] for tier in reversed(self._tiers) if tier), None)
        newest = next((tier[-1] for tier in self._tiers if tier), None)
        return newest.monotonic - oldest.monotonic if oldest and newest else 0.0

    def points(self) -> list[Point]:
        """Return all points, oldest first."""
        return [point for tier in reversed(self._tiers) for point in tier]

    def append(self, point: Point) -> None:
        """Add the newest point; thin what has become older, drop what has become too old."""
        self._tiers[0].append(point)
        self._bytes += size_bytes(point)
        self._age(point.monotonic)
        while self._bytes > self._max_bytes and self._coarseness < _COARSEST:
            self._rebuild(self._coarseness * 2)
        if self._coarseness > 1 and self._bytes < self._max_bytes * _REFINE_BELOW:
            self._rebuild(self._coarseness // 2)

    def merge_newest(self) -> None:
        """Make one point of the newest two."""
        young = self._tiers[0]
        if len(young) >= 2:
            later, earlier = young.pop(), young.pop()
            young.append(self._merge(earlier, later))

    def _age(self, now: float) -> None:
        """Hand on what is too old for its tier."""
        for age_seconds, tier, older, every_seconds in self._borders:
            while tier and tier[0].monotonic < now - age_seconds:
                self._put(tier.popleft(), older, every_seconds)
        for tier in reversed(self._tiers):
            while tier and tier[0].monotonic < now - self._keep_seconds:
                self._bytes -= size_bytes(tier.popleft())
            if tier:
                break

    def _put(self, point: Point, tier: deque[Point], every_seconds: float) -> None:
        """Hand a point to an older tier, as part of the last one there if they share a span."""
        last = tier[-1] if tier else None
        if last and last.monotonic // every_seconds == point.monotonic // every_seconds:
            tier.pop()
            point = self._merge(last, point)
        tier.append(point)

    def _merge(self, earlier: Point, later: Point) -> Point:
        merged = merge_points(earlier, later)
        self._bytes += size_bytes(merged) - size_bytes(earlier) - size_bytes(later)
        return merged

    def _rebuild(self, coarseness: int) -> None:
        points = self.points()
        self._begin(coarseness)
        self._tiers[0].extend(points)
        self._age(points[-1].monotonic)

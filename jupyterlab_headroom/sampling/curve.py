"""Keeps points for any length of time in bounded memory: the older, the further apart."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import Point
from jupyterlab_headroom.sampling.merging import merge_points, size_bytes


@dataclass(frozen=True, slots=True)
class Grain:
    """Of the points older than `older_than_seconds`, one per `every_seconds` is kept."""

    older_than_seconds: float
    every_seconds: float


#: Finest first. The sidebar's chart is about 300 pixels wide, so a pixel covers 2 s when it shows
#: ten minutes, 12 s when it shows an hour, and 72 s when it shows six hours.
GRAINS = (Grain(60.0, 1.0), Grain(600.0, 10.0), Grain(3600.0, 60.0))
#: A curve that had to become coarser becomes finer again below this fraction of its memory limit.
_REFINE_BELOW = 1 / 8
#: Highest coarseness. At this value one minute becomes two years: there is nothing left to merge.
_COARSEST = 1 << 20


class Curve:
    """The points of the last `keep_seconds`, oldest first. Not thread-safe.

    When they take more than `max_bytes`, every grain becomes twice as coarse and starts at half
    the age, repeatedly if necessary. So detail is lost, but never the span of time.
    """

    def __init__(self, keep_seconds: float, max_bytes: int) -> None:
        self._keep_seconds = keep_seconds
        self._max_bytes = max_bytes
        self._bytes = 0
        self._begin(coarseness=1)

    def _begin(self, coarseness: int) -> None:
        """Start over with empty tiers."""
        #: How much coarser than `GRAINS`: a power of two, so that coarse spans contain whole finer
        #: ones.
        self._coarseness = coarseness
        #: The first tier holds the youngest points, each further one the points of one grain.
        self._tiers: list[deque[Point]] = [deque() for _ in range(len(GRAINS) + 1)]
        #: For each tier but the last: the age at which points leave it, the tier itself, the next
        #: one, and how far apart points are kept there.
        self._borders = [
            (grain.older_than_seconds / coarseness, tier, older, grain.every_seconds * coarseness)
            for grain, tier, older in zip(GRAINS, self._tiers, self._tiers[1:], strict=False)
        ]

    @property
    def held_bytes(self) -> int:
        """Approximate memory used by all points."""
        return self._bytes

    @property
    def held_seconds(self) -> float:
        """Time from the oldest point to the newest; 0 if there are fewer than two."""
        oldest = next((tier[0] for tier in reversed(self._tiers) if tier), None)
        newest = next((tier[-1] for tier in self._tiers if tier), None)
        return newest.monotonic - oldest.monotonic if oldest and newest else 0.0

    def points(self) -> list[Point]:
        """Return all points, oldest first."""
        return [point for tier in reversed(self._tiers) for point in tier]

    def append(self, point: Point) -> None:
        """Add the newest point, thin out older ones, and drop those that are too old."""
        self._tiers[0].append(point)
        self._bytes += size_bytes(point)
        self._age(point.monotonic)
        while self._bytes > self._max_bytes and self._coarseness < _COARSEST:
            self._rebuild(self._coarseness * 2)
        if self._coarseness > 1 and self._bytes < self._max_bytes * _REFINE_BELOW:
            self._rebuild(self._coarseness // 2)

    def merge_newest(self) -> None:
        """Merge the two newest points into one."""
        young = self._tiers[0]
        if len(young) >= 2:
            later, earlier = young.pop(), young.pop()
            young.append(self._merge(earlier, later))

    def _age(self, now: float) -> None:
        """Move points that are too old for their tier to the next one."""
        for age_seconds, tier, older, every_seconds in self._borders:
            while tier and tier[0].monotonic < now - age_seconds:
                self._put(tier.popleft(), older, every_seconds)
        for tier in reversed(self._tiers):
            while tier and tier[0].monotonic < now - self._keep_seconds:
                self._bytes -= size_bytes(tier.popleft())
            if tier:
                break

    def _put(self, point: Point, tier: deque[Point], every_seconds: float) -> None:
        """Append a point to an older tier, merged with the last one there if they share a span."""
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

"""When to measure what the processes of a tree share: that is exact, but it holds them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: smaps_rollup walks the page tables: 7 to 12 ms per GB of 4 KiB pages were measured.
SECONDS_PER_BYTE = 10e-3 / 1e9
#: It holds the process's memory lock meanwhile; a longer stop is not ours to cause.
MAX_STOP_SECONDS = 0.05
#: Share of one core that measuring may take.
MAX_LOAD = 0.01
#: Below this, shared pages do not matter for any decision; a change by less is none.
WORTH_BYTES = 32 << 20
#: A picture that nothing has changed since is taken again after this time.
PICTURE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SharingPicture:
    """When, and of what, the shares of a tree were measured."""

    taken_s: float
    members: frozenset[int]
    shareable_bytes: int


def shareable_bytes(held_bytes: Mapping[int, int]) -> int:
    """Return how much of a tree can be shared at most: all but its largest process."""
    sizes = held_bytes.values()
    return sum(sizes) - max(sizes)


def is_worth_measuring(
    now: float, held_bytes: Mapping[int, int], last: SharingPicture | None
) -> bool:
    """Tell whether to measure a tree; `held_bytes`: pid -> what it holds, of two or more."""
    shareable = shareable_bytes(held_bytes)
    too_long = max(held_bytes.values()) * SECONDS_PER_BYTE > MAX_STOP_SECONDS
    if shareable < WORTH_BYTES or too_long:
        return False
    return (
        last is None
        or last.members != held_bytes.keys()
        or abs(last.shareable_bytes - shareable) >= WORTH_BYTES
        or now - last.taken_s >= PICTURE_SECONDS
    )


def quiet_until_s(started_s: float, ended_s: float) -> float:
    """Return when to measure again at the earliest, after a measurement that took so long."""
    return started_s + (ended_s - started_s) / MAX_LOAD

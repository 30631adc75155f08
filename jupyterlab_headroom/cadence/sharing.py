"""When to measure what the processes of a tree share: exact figures, but they stop a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: smaps_rollup walks the page tables: 7 to 12 ms per GB of 4 KiB pages were measured.
SECONDS_PER_BYTE = 10e-3 / 1e9
#: Reading it holds the process's memory lock; we must not stop anyone for longer than this.
MAX_STOP_SECONDS = 0.05
#: Fraction of one core that measuring may use.
MAX_LOAD = 0.01
#: Shared pages below this, and changes by less, do not matter for any decision.
MIN_RELEVANT_BYTES = 32 << 20
#: Measure again after this time even if nothing seems to have changed.
REMEASURE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SharingMeasurement:
    """When the shares of a tree were last measured, and what the tree was like."""

    taken_s: float
    members: frozenset[int]
    shareable_bytes: int


def shareable_bytes(held_bytes: Mapping[int, int]) -> int:
    """Return the most that a tree can share: everything but its largest process."""
    sizes = held_bytes.values()
    return sum(sizes) - max(sizes)


def is_worth_measuring(
    now: float, held_bytes: Mapping[int, int], last: SharingMeasurement | None
) -> bool:
    """Tell whether to measure a tree of two or more; `held_bytes`: pid -> memory it holds."""
    shareable = shareable_bytes(held_bytes)
    too_long = max(held_bytes.values()) * SECONDS_PER_BYTE > MAX_STOP_SECONDS
    if shareable < MIN_RELEVANT_BYTES or too_long:
        return False
    return (
        last is None
        or last.members != held_bytes.keys()
        or abs(last.shareable_bytes - shareable) >= MIN_RELEVANT_BYTES
        or now - last.taken_s >= REMEASURE_SECONDS
    )


def quiet_until_s(started_s: float, ended_s: float) -> float:
    """Return the earliest time for the next measurement, given how long this one took."""
    return started_s + (ended_s - started_s) / MAX_LOAD

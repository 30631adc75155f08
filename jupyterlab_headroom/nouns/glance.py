"""The few figures that are worth reading many times a second."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glance:
    """One control group and one process at one moment. `None` means unknown, or already gone."""

    #: Seconds of CLOCK_MONOTONIC.
    monotonic: float
    #: Everything that counts against the limit. That includes file cache, which Linux drops before
    #: it kills.
    usage_bytes: int | None
    #: Also `None` where the group has no limit.
    limit_bytes: int | None
    #: Resident set of the process alone, mapped files included.
    resident_bytes: int | None

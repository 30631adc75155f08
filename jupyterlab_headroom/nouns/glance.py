"""The few figures that are worth a look many times a second."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glance:
    """One control group and one process at one moment. `None`: not known, or not there any more."""

    #: Seconds of CLOCK_MONOTONIC.
    monotonic: float
    #: All that counts against the limit, cache of files included: Linux drops that before it kills.
    usage_bytes: int | None
    #: `None` also where the group has no limit.
    limit_bytes: int | None
    #: Of the process alone, mapped files included.
    resident_bytes: int | None

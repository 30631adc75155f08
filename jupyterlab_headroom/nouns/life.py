"""One run of the server, from start to shutdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerLife:
    """Identifies one run of the server.

    Sequence numbers and kernel keys are only valid within the run that issued them.
    """

    #: Random, new with every start; called `epoch` on the wire.
    id: str
    #: Identifies the machine's current boot: monotonic times of different boots cannot be compared.
    #: `None` where Linux does not provide it.
    boot_id: str | None
    #: `None` outside a container, and where the container's id is not visible from inside.
    container_id: str | None
    #: Start, in seconds since the epoch. For display only, as that clock may jump.
    started_seconds: float
    #: Start, in seconds of CLOCK_MONOTONIC.
    started_monotonic_seconds: float

"""One life of the server, from its start to its end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerLife:
    """Which server this is. Sequence numbers and kernel keys of another life mean nothing in it."""

    #: Random, new with every start; `epoch` on the wire.
    id: str
    #: Of the machine's current boot; monotonic times of another boot cannot be compared.
    #: `None` where Linux does not tell.
    boot_id: str | None
    #: `None` outside of a container, and where the container's id cannot be seen from inside.
    container_id: str | None
    #: Start, in seconds since the epoch; for people, as that clock may jump.
    started_seconds: float
    #: Start, in seconds of CLOCK_MONOTONIC.
    started_monotonic_seconds: float

"""How one helper is run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HelperSettings:
    """Program and limits of a helper. The defaults fit short requests."""

    #: For logs and for the name of the thread.
    name: str
    #: A Python file that needs only the standard library, with a function `main(link)`.
    program: Path
    #: Allocations beyond it fail. An idle interpreter takes about 15 MiB of address space.
    address_space_bytes: int = 256 * MIB
    #: CPU time for one message; `None`: no limit, for a helper that watches.
    cpu_seconds: int | None = 10
    max_message_bytes: int = 4 * MIB
    #: Messages that wait to be sent, all together.
    max_waiting_bytes: int = 8 * MIB
    #: Ended when unused for so long, and started again when needed. `None`: runs until `stop`,
    #: and is started again by itself.
    idle_seconds: float | None = 60.0
    #: Killed when it reads nothing for so long although something waits.
    stall_seconds: float = 10.0
    #: Time that it gets to finish when it is needed no more, before it is killed.
    grace_seconds: float = 1.0

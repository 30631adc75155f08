"""The settings of one helper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HelperSettings:
    """Program and limits of a helper. The defaults are meant for short requests."""

    #: Used in logs and as the name of the thread.
    name: str
    #: A Python file with a function `main(link)` that needs only the standard library.
    program: Path
    #: Allocations beyond this fail. An idle interpreter takes about 15 MiB of address space.
    address_space_bytes: int = 256 * MIB
    #: CPU time for one message; `None` for no limit, as a watcher needs.
    cpu_seconds: int | None = 10
    max_message_bytes: int = 4 * MIB
    #: Total size of all messages waiting to be sent.
    max_waiting_bytes: int = 8 * MIB
    #: The helper is ended when unused for this long, and started again when needed. `None`: it
    #: runs until `stop`, and is restarted if it ends before that.
    idle_seconds: float | None = 60.0
    #: The helper is killed if it reads nothing for this long although there is something to read.
    stall_seconds: float = 10.0
    #: Time that a helper no longer needed gets to finish before it is killed.
    grace_seconds: float = 1.0

"""What becomes of a request to a helper. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "timeout",  # killed at the deadline of the request
    "busy",  # not begun before the deadline: others were first, or it is restarting
    "full",  # too much is waiting already
    "too-large",  # a message beyond the agreed size, from either side
    "not-json",  # our own message has no JSON form
    "memory",  # the helper reached its limit of address space
    "cpu",  # the helper reached its limit of CPU time
    "garbage",  # the helper sent something that is no message
    "crashed",  # the helper ended in any other way
    "not-started",  # the helper could not be started
    "stopped",  # the helper is needed no more
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the helper answered: any JSON value."""

    value: object


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: a code for programs, a sentence for people."""

    reason: Reason
    message: str


Outcome = Answer | Failure

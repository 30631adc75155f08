"""The outcome of a request to a helper. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "timeout",  # the helper was killed at the deadline of the request
    "busy",  # not started before the deadline: other requests came first, or it was restarting
    "full",  # too much is queued already
    "too-large",  # a message from either side exceeds the agreed size
    "not-json",  # our own message cannot be written as JSON
    "memory",  # the helper reached its address space limit
    "cpu",  # the helper reached its CPU time limit
    "garbage",  # the helper sent something that is not a message
    "crashed",  # the helper ended in any other way
    "not-started",  # the helper could not be started
    "stopped",  # the helper is no longer needed
]


@dataclass(frozen=True, slots=True)
class Answer:
    """The helper's answer: any JSON value."""

    value: object


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: a code for programs, a sentence for people."""

    reason: Reason
    message: str


Outcome = Answer | Failure

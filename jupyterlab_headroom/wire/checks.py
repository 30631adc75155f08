"""Checks of single JSON values, with errors that say what was expected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jupyterlab_headroom.errors import NotReadable

_MAX_TEXT_CHARACTERS = 40


class BadMessage(NotReadable):
    """A JSON value does not have the expected form; `path` points to the part that is wrong."""

    def __init__(self, why: str, path: str = "") -> None:
        super().__init__(f"{path.removeprefix('.') or 'message'}: {why}")
        self.why = why
        self.path = path

    def below(self, step: str) -> BadMessage:
        """Return the same error with `step` prepended to its path, for the enclosing value."""
        return BadMessage(self.why, step + self.path)


def check_object(value: object, depth: int) -> Mapping[Any, Any]:
    """Return a JSON object. Like all checks, raises `BadMessage`; also if `depth` is used up."""
    if depth <= 0:
        raise BadMessage("nested too deeply")
    if type(value) is not dict:
        raise BadMessage(f"an object is expected, not {name_of(value)}")
    return value


def check_list(value: object, depth: int) -> list[Any]:
    """Return a JSON list."""
    if depth <= 0:
        raise BadMessage("nested too deeply")
    if type(value) is not list:
        raise BadMessage(f"a list is expected, not {name_of(value)}")
    return value


def check_scalar(kinds: frozenset[type], value: object, depth: int) -> Any:
    """Return a value of one of these types; an int becomes a `float` where only that is allowed."""
    # `type` instead of `isinstance`: in Python True is an int, on the wire it is not.
    if type(value) is float and not math.isfinite(value):
        raise BadMessage("a number is expected that is finite")
    if type(value) in kinds:
        return value
    if type(value) is int and float in kinds:
        try:
            return float(value)
        except OverflowError:
            raise BadMessage("the number is too large") from None
    expected = " or ".join(sorted(kind.__name__ for kind in kinds))
    raise BadMessage(f"{expected} is expected, not {name_of(value)}")


def check_literal(allowed: tuple[object, ...], value: object, depth: int) -> object:
    """Return a value that is one of the allowed ones."""
    if not any(value == one and type(value) is type(one) for one in allowed):
        raise BadMessage(f"no known value: {short(value)}")
    return value


def name_of(value: object) -> str:
    """Return the name of a JSON value's type for an error message."""
    return "null" if value is None else type(value).__name__


def short(value: object) -> str:
    """Return a value for an error message, shortened: it is untrusted and may be long."""
    return repr(value[:_MAX_TEXT_CHARACTERS]) if isinstance(value, str) else name_of(value)

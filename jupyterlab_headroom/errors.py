"""Errors of the server part.

HeadroomError
 ├─ BadRequest   the request itself is wrong (400)
 ├─ NotFound     what was asked for is not there (404)
 ├─ NotReadable  it exists, but cannot be read or is refused (422)
 └─ NotPossible  the system refuses the action, or does not support it (422)
"""

from __future__ import annotations


class HeadroomError(Exception):
    """Base of everything this extension raises on purpose. The text is shown to people."""

    status = 500


class BadRequest(HeadroomError):
    """A parameter is missing or makes no sense."""

    status = 400


class NotFound(HeadroomError):
    """What the request names does not exist."""

    status = 404


class NotReadable(HeadroomError):
    """It exists, but is truncated, refused, or not what it claims to be."""

    status = 422


class NotPossible(HeadroomError):
    """The system refuses an action, or has no system call for it."""

    status = 422

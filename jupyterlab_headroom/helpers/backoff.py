"""How long to wait before a helper that failed is started again."""

from __future__ import annotations

#: A helper that answered a request, or ran for this long, was healthy: its next failure counts as
#: the first.
SETTLED_SECONDS = 10.0
_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0


def backoff_seconds(failures: int) -> float:
    """Return how long to wait after this many failures in a row.

    There is no wait after the first: a hostile file must not delay the harmless one after it.
    """
    if failures <= 1:
        return 0.0
    # Capped before the exponentiation, so that years of failures cannot overflow.
    doublings = min(failures - 2, 10)
    return float(min(_LONGEST_SECONDS, _FIRST_SECONDS * 2**doublings))

"""When a helper that failed may be started again."""

from __future__ import annotations

#: A helper that answered, or ran so long, was well: its next failure counts as the first.
SETTLED_SECONDS = 10.0
_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0


def backoff_seconds(failures: int) -> float:
    """Return how long to wait after this many failures in a row.

    The first costs no wait: one hostile file must not delay the next, harmless one.
    """
    if failures <= 1:
        return 0.0
    # Bounded before it is raised to a power: years of failures are no overflow.
    doublings = min(failures - 2, 10)
    return float(min(_LONGEST_SECONDS, _FIRST_SECONDS * 2**doublings))

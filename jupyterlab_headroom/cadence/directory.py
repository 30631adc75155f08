"""How often to query the kernel manager and the session manager."""

from __future__ import annotations

from collections.abc import Iterable

#: Time between looks at the kernel manager. Most changes are known at once, from events.
REFRESH_SECONDS = 1.0
#: Sessions are read when a kernel comes or goes, and this often to notice renamed notebooks.
SESSIONS_EVERY_SECONDS = 5.0
#: The session of a kernel younger than this may not have been written yet.
YOUNG_SECONDS = 10.0


def sessions_are_due(
    now: float, read_s: float | None, without_session_s: Iterable[float | None]
) -> bool:
    """Tell whether to read the sessions; `read_s`: when they were last read, `None` for never.

    `without_session_s`: when each kernel without a session was first seen, `None` for just now.
    """
    if read_s is None or now - read_s >= SESSIONS_EVERY_SECONDS:
        return True
    return any(seen_s is None or now - seen_s < YOUNG_SECONDS for seen_s in without_session_s)

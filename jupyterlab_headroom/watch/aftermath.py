"""What happens to a kernel after a death: "restarting", "dead" or "none" (see DeathReport)."""

from __future__ import annotations

from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.watch.facts.watched import Case


def aftermath_of(event: RestarterEvent | None) -> str:
    """Return the aftermath that an event of the restarter announces."""
    return "dead" if event == "dead" else "restarting"


def expected_aftermath(case: Case) -> str:
    """Return the aftermath to expect before the restarter has reported anything."""
    event, kernel = case.watched.restarter_event, case.watched.kernel
    if case.worker is not None or (event is None and kernel.restarts is False):
        return "none"
    return aftermath_of(event)

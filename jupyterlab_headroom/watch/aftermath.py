"""What becomes of a kernel after its death: "restarting", "dead", or "none"."""

from __future__ import annotations

from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.watch.facts.watched import Case


def aftermath_of(event: RestarterEvent | None) -> str:
    """Return what the restarter's word means."""
    return "dead" if event == "dead" else "restarting"


def expected_aftermath(case: Case) -> str:
    """Return what is to be expected before the restarter has spoken."""
    event, kernel = case.watched.restarter_event, case.watched.kernel
    if case.worker is not None or (event is None and kernel.restarts is False):
        return "none"
    return aftermath_of(event)

"""What becomes of a kernel after its death: "restarting", "dead", or "none"."""

from __future__ import annotations

from jupyterlab_headroom.watch.facts.watched import Pending, Told


def aftermath_of(event: Told | None) -> str:
    """Return what the restarter's word means."""
    return "dead" if event == "dead" else "restarting"


def expected_aftermath(case: Pending) -> str:
    """Return what is to be expected before the restarter has spoken."""
    told, kernel = case.watched.told, case.watched.kernel
    if case.worker is not None or (told is None and kernel.restarts is False):
        return "none"
    return aftermath_of(told)

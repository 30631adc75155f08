"""What a fact that is about running out of memory says about an answer, whichever that is."""

from __future__ import annotations

from collections.abc import Callable

from jupyterlab_headroom.nouns.death_details import CrashLoop
from jupyterlab_headroom.nouns.deaths import Cause, Verdict

#: Turns "speaks for an OOM kill by Linux" into "supports the answer"; None: neither.
Stance = Callable[[bool | None], bool | None]

_COUNTED = ("oom-kill-limit", "oom-kill-machine", "oom-kill-other-grew")
_KILLED_BY_LINUX = (*_COUNTED, "worker-oom-kill")
#: Answers that rest on the absence of any sign of an OOM kill.
_KILLED_BY_OTHERS = ("killed-from-outside", "terminated-from-outside")


def is_counted(verdict: Verdict) -> bool:
    """Tell whether Linux counted the death of this very kernel as an OOM kill."""
    return _cause_of_death(verdict) in _COUNTED


def stance_of(verdict: Verdict, unexplained: int | None) -> Stance:
    """Return the reading of facts about OOM kills for `verdict`.

    `unexplained`: OOM kills of the group that no report accounts for. A kill that is accounted
    for says nothing about a process that somebody else killed.
    """
    cause = _cause_of_death(verdict)
    if cause in _KILLED_BY_LINUX:
        return lambda speaks: speaks
    if cause in _KILLED_BY_OTHERS:
        return lambda speaks: True if speaks is False else False if speaks and unexplained else None
    return lambda speaks: None


def _cause_of_death(verdict: Verdict) -> Cause:
    """Return the cause of the death itself: of a crash loop, that of the last one."""
    details = verdict.details
    return details.last.cause if isinstance(details, CrashLoop) else details.cause

"""Translates "this fact points to an OOM kill" into "it supports or contradicts the verdict"."""

from __future__ import annotations

from collections.abc import Callable

from jupyterlab_headroom.nouns.death_details import CrashLoop
from jupyterlab_headroom.nouns.deaths import Cause, Verdict

#: Maps whether a fact points to an OOM kill by Linux to whether it supports the verdict. In both,
#: True is for, False is against, and None is neither.
Stance = Callable[[bool | None], bool | None]

_OOM_COUNTED = ("oom-kill-limit", "oom-kill-machine", "oom-kill-other-grew")
_KILLED_BY_LINUX = (*_OOM_COUNTED, "worker-oom-kill")
#: Verdicts that rest on the absence of any sign of an OOM kill.
_KILLED_BY_OTHERS = ("killed-from-outside", "terminated-from-outside")


def is_counted(verdict: Verdict) -> bool:
    """Return whether Linux counted the death of this kernel itself as an OOM kill."""
    return _cause_of_death(verdict) in _OOM_COUNTED


def stance_of(verdict: Verdict, unexplained: int | None) -> Stance:
    """Return how to interpret facts about OOM kills for `verdict`.

    `unexplained`: OOM kills of the group that no report accounts for. A kill that another report
    accounts for says nothing about who killed this process.
    """
    cause = _cause_of_death(verdict)
    if cause in _KILLED_BY_LINUX:
        return lambda speaks: speaks
    if cause in _KILLED_BY_OTHERS:
        return lambda speaks: True if speaks is False else False if speaks and unexplained else None
    return lambda speaks: None


def _cause_of_death(verdict: Verdict) -> Cause:
    """Return the cause of the death itself; for a crash loop, that of the last death."""
    details = verdict.details
    return details.last.cause if isinstance(details, CrashLoop) else details.cause

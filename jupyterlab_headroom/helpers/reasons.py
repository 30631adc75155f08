"""Why a helper ended: from its own words, or from its exit status."""

from __future__ import annotations

import signal

from jupyterlab_headroom.helpers.outcome import Failure


def failure_from_report(name: str, words: object) -> Failure:
    """Return what a helper said before its end."""
    match words:
        case ["memory", str()]:
            return Failure("memory", f"{name} needed more memory than it may have.")
        case ["too-large", str(text)]:
            return Failure("too-large", f"{name} wanted to send {text}.")
        case ["crashed", str(text)]:
            return Failure("crashed", f"{name} failed: {text}")
    return Failure("garbage", f"{name} failed and did not say why.")


def failure_from_exit(name: str, status: int | None) -> Failure:
    """Return what an exit status tells (negative: a signal, as `subprocess` has it)."""
    if status is None:
        return Failure("crashed", f"{name} closed its pipe and did not end.")
    if status >= 0:
        return Failure("crashed", f"{name} ended with exit code {status}.")
    if -status == signal.SIGXCPU:
        return Failure("cpu", f"{name} needed more CPU time than it may have.")
    try:
        return Failure("crashed", f"{name} was ended by {signal.Signals(-status).name}.")
    except ValueError:
        return Failure("crashed", f"{name} was ended by signal {-status}.")

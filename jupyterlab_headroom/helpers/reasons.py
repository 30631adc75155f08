"""Why a helper ended, according to its own report or to its exit status."""

from __future__ import annotations

import signal

from jupyterlab_headroom.helpers.outcome import Failure


def failure_from_report(name: str, words: object) -> Failure:
    """Translate what a helper reported before it ended."""
    match words:
        case ["memory", str()]:
            return Failure("memory", f"{name} needed more memory than it may have.")
        case ["too-large", str(text)]:
            return Failure("too-large", f"{name} wanted to send {text}.")
        case ["crashed", str(text)]:
            return Failure("crashed", f"{name} failed: {text}")
    return Failure("garbage", f"{name} failed and did not say why.")


def failure_from_exit(name: str, status: int | None) -> Failure:
    """Translate an exit status; a negative one is a signal, as in `subprocess`."""
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

"""Concludes the cause of a death from its facts. Pure; the table test is the specification.

Checks run in order, most certain first, and return early. A verdict never claims more than the
facts support: docs/explanations.md lists the evidence that each cause needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jupyterlab_headroom.diagnosis.causes import crashes, oom
from jupyterlab_headroom.diagnosis.causes.match import effective_signal
from jupyterlab_headroom.diagnosis.causes.worker import worker_killed
from jupyterlab_headroom.nouns.death_details import CrashLoop, OtherSignal, PlainEnd
from jupyterlab_headroom.nouns.deaths import Verdict
from jupyterlab_headroom.nouns.facts import Facts

#: Linux signal numbers, the same on every architecture for which we know the number of waitid.
_SIGILL, _SIGABRT, _SIGBUS, _SIGKILL, _SIGSEGV, _SIGTERM = 4, 6, 7, 9, 11, 15

_BY_SIGNAL: Mapping[int, Callable[[Facts], Verdict]] = MappingProxyType(
    {
        _SIGILL: crashes.illegal_instruction,
        _SIGABRT: crashes.abort,
        _SIGBUS: crashes.bus_error,
        _SIGKILL: oom.sigkill,
        _SIGSEGV: crashes.segfault,
        _SIGTERM: crashes.sigterm,
    }
)


def diagnose(facts: Facts) -> Verdict:
    """Return the cause of a death and how certain it is."""
    if facts.worker:
        return worker_killed(facts)
    verdict = _of_exit(facts)
    last = verdict.details
    if facts.gave_up and not isinstance(last, CrashLoop) and last.cause != "could-not-start":
        return Verdict(verdict.confidence, CrashLoop(last))
    return verdict


def _of_exit(facts: Facts) -> Verdict:
    if facts.remote:
        return Verdict("low", PlainEnd("unknown"))
    signal = effective_signal(facts)
    if signal is not None:
        rule = _BY_SIGNAL.get(signal)
        return rule(facts) if rule else Verdict("high", OtherSignal(signal))
    if facts.exit.code is not None:
        return crashes.exited(facts)
    return Verdict("low", PlainEnd("unknown"))

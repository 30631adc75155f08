"""Decides how long to wait for evidence. Pure."""

from __future__ import annotations

from jupyterlab_headroom.cadence.evidence import FAULT_SECONDS, OTHER_VICTIM_SECONDS
from jupyterlab_headroom.diagnosis.causes.match import find_fault
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.watch.facts.collector import log_says_enough
from jupyterlab_headroom.watch.facts.watched import Case

_SIGKILL, _SIGTERM = 9, 15


def is_enough(facts: Facts, case: Case, now: float) -> bool:
    """Tell whether the evidence is complete, so that waiting longer cannot change the verdict."""
    signal = facts.exit.signal
    if signal is None or log_says_enough(facts):
        return True
    waited = now - case.monotonic_s
    if signal not in (_SIGKILL, _SIGTERM):
        nothing_to_come = case.journal_answered and not facts.log.readable
        return nothing_to_come or find_fault(facts) is not None or waited >= FAULT_SECONDS
    if not facts.tally.unexplained and facts.tally.unexplained is not None:
        return case.journal_answered  # Linux did not kill it; a daemon may have logged that it did
    return not facts.log.readable and now >= case.settle_s


def may_be_other_victim(facts: Facts, case: Case, now: float) -> bool:
    """Tell whether an OOM kill was counted, but nothing shows that it hit this very process."""
    if facts.exit.signal != _SIGKILL or not facts.tally.unexplained:
        return False
    return not log_says_enough(facts) and now - case.monotonic_s < OTHER_VICTIM_SECONDS

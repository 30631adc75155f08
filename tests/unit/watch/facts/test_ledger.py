"""Each OOM kill explains one death, and no later one."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.watch.facts.ledger import OomLedger, Overdue

GROUP, OTHER = Path("/g"), Path("/h")


def test_what_happened_before_the_watch_is_the_baseline() -> None:
    ledger = OomLedger()
    assert ledger.unexplained(GROUP) is None
    ledger.see(GROUP, 7, 0.0)
    assert ledger.unexplained(GROUP) == 0


def test_a_kill_is_used_up_by_its_report() -> None:
    ledger = OomLedger()
    ledger.see(GROUP, 7, 0.0)
    ledger.see(GROUP, 9, 1.0)
    assert ledger.unexplained(GROUP) == 2
    ledger.explain(GROUP, 1)
    assert ledger.unexplained(GROUP) == 1
    ledger.explain(GROUP, 5)
    assert ledger.unexplained(GROUP) == 0


def test_an_unknown_count_changes_nothing() -> None:
    ledger = OomLedger()
    ledger.see(GROUP, None, 0.0)
    assert ledger.unexplained(GROUP) is None
    ledger.see(GROUP, 1, 0.0)
    ledger.see(GROUP, None, 1.0)
    assert ledger.unexplained(GROUP) == 0


def test_a_group_made_again_starts_again() -> None:
    ledger = OomLedger()
    ledger.see(GROUP, 7, 0.0)
    ledger.see(GROUP, 0, 1.0)
    assert ledger.unexplained(GROUP) == 0
    ledger.see(GROUP, 1, 2.0)
    assert ledger.unexplained(GROUP) == 1


def test_overdue_kills_are_told_per_group() -> None:
    ledger = OomLedger()
    for group in (GROUP, OTHER):
        ledger.see(group, 0, 0.0)
    ledger.see(GROUP, 0, 0.5)
    ledger.see(GROUP, 1, 1.0)
    ledger.see(GROUP, 2, 1.4)
    ledger.see(GROUP, 2, 1.5)
    assert ledger.overdue(1.5, 0.7) == {}
    assert ledger.overdue(1.7, 0.7) == {GROUP: Overdue(2, quiet_s=0.5, since_s=1.0, until_s=1.4)}
    ledger.explain(GROUP, 2)
    assert ledger.overdue(9.0, 0.7) == {}


def test_what_was_explained_is_not_part_of_the_next_kill() -> None:
    ledger = OomLedger()
    ledger.see(GROUP, 0, 0.0)
    ledger.see(GROUP, 1, 1.0)
    ledger.explain(GROUP, 1)
    ledger.see(GROUP, 1, 1.5)
    ledger.see(GROUP, 2, 2.0)
    assert ledger.overdue(3.0, 0.7) == {GROUP: Overdue(1, quiet_s=1.5, since_s=2.0, until_s=2.0)}


def test_groups_without_kernels_are_forgotten() -> None:
    ledger = OomLedger()
    ledger.see(GROUP, 0, 0.0)
    ledger.forget(keep=frozenset({OTHER}))
    assert ledger.unexplained(GROUP) is None

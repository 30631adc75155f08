"""What each piece of evidence says about the answer that was given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jupyterlab_headroom.diagnosis.diagnose import diagnose
from jupyterlab_headroom.diagnosis.evidence import evidence_of
from jupyterlab_headroom.nouns.counters import LevelCounters
from jupyterlab_headroom.nouns.deaths import Evidence
from jupyterlab_headroom.nouns.facts import Facts, KernelLog, LevelChange, Tally

from .test_diagnose import EARLYOOM, REFUSED, SILENT, facts, kill, level, risen


def found(given: Facts, source: str) -> Evidence:
    """The first evidence of a source."""
    everything = evidence_of(given, diagnose(given), 5000.0)
    return next(fact for fact in everything if fact.source == source)


NAMED = KernelLog(kills=(kill(),))
OTHER = KernelLog(kills=(kill(pid=7),))
GONE: dict[str, Any] = {"levels": (), "tally": Tally()}


@pytest.mark.parametrize(
    ("given", "source", "supports"),
    [
        (facts(**risen(), log=NAMED), "exit-status", True),
        (facts(**risen(), log=NAMED), "kernel-log", True),
        (facts(**risen(), log=NAMED), "memory.events", True),
        (facts(**risen(), log=NAMED), "memory.events.local", True),
        (facts(**risen(), log=NAMED), "vmstat", None),  # other tenants count, too
        (facts(**risen(), log=NAMED), "peak-memory", None),
        (facts(**risen(), log=SILENT), "kernel-log", False),
        # The absence of an OOM kill is what speaks for somebody else.
        (facts(log=SILENT), "memory.events", True),
        (facts(log=SILENT), "kernel-log", True),
        (facts(log=SILENT), "vmstat", True),
        # Somebody else's kill.
        (facts(**risen(), log=OTHER), "memory.events", False),
        (facts(**risen(), log=OTHER), "kernel-log", None),
        (facts(**{**risen(), "tally": Tally(0)}, log=SILENT), "memory.events", None),
        # A crash has nothing to do with memory.
        (facts(11, log=SILENT), "memory.events", None),
        (facts(11, log=SILENT), "kernel-log", None),
        (facts(15, log=KernelLog(daemon_kills=(EARLYOOM,))), "kernel-log", True),
        (facts(15, log=KernelLog(daemon_kills=(EARLYOOM,))), "memory.events", None),
        # The last death of a crash loop counts.
        (facts(**risen(), log=NAMED, gave_up=True), "memory.events", True),
    ],
)
def test_what_it_says(given: Facts, source: str, supports: bool | None) -> None:
    fact = found(given, source)
    assert (fact.supports, fact.readable) == (supports, True)


@pytest.mark.parametrize(
    ("given", "source"),
    [
        (facts(log=REFUSED), "kernel-log"),
        (facts(**GONE), "memory.events"),
        (facts(None), "exit-status"),
    ],
)
def test_what_could_not_be_read_says_so(given: Facts, source: str) -> None:
    fact = found(given, source)
    assert (fact.supports, fact.readable) == (None, False)


def test_a_limit_that_was_hit_proves_nothing() -> None:
    change = risen()["levels"][0]
    hit = LevelChange(change.level, change.before, replace(change.after, limit_hits=99))
    given = facts(levels=(hit,), tally=Tally(0))
    hits = [e for e in evidence_of(given, diagnose(given), 0.0) if e.text.startswith("max ")]
    assert [fact.supports for fact in hits] == [None]


def test_lines_of_the_log_have_the_time_of_their_own() -> None:
    assert found(facts(**risen(), log=NAMED), "kernel-log").time == pytest.approx(4999.9)


def test_unknown_counters_are_not_shown_as_zero() -> None:
    unknown = LevelChange(risen()["levels"][0].level, LevelCounters(), LevelCounters())
    assert "no counter" in found(facts(levels=(unknown,), tally=Tally()), "memory.events").text


CONTAINER: dict[str, Any] = {
    "levels": (level(path="/"),),
    "container_ids": ("c0ffee",),
    "tally": Tally(),
}
STRANGER: dict[str, Any] = {
    "pid": 7,
    "comm": "secret-name",
    "line": "Killed process 7 (secret-name)",
}


@pytest.mark.parametrize(
    ("more", "theirs", "pids_match"),
    [
        ({}, {"victim_cgroup": "/job/other"}, True),
        (CONTAINER, {"victim_cgroup": "/pods/another"}, False),
        ({"levels": (level(path="/"),), "tally": Tally()}, {"uid": 1001}, False),
        ({"levels": (), "tally": Tally()}, {"uid": 1001}, True),
        ({}, {"victim_cgroup": None, "uid": 1001}, True),
    ],
    ids=["another group", "another container", "root of all", "no group", "old Linux"],
)
def test_what_befell_others_is_not_told(
    more: dict[str, Any], theirs: dict[str, Any], pids_match: bool
) -> None:
    log = KernelLog(kills=(kill(**STRANGER, **theirs),), pids_match=pids_match)
    for given in (facts(**more, log=log), facts(**more, log=log, worker=True)):
        verdict = diagnose(given)
        told = str((verdict, evidence_of(given, verdict, 5000.0)))
        assert "secret-name" not in told


@pytest.mark.parametrize(
    ("more", "pids_match"),
    [({}, True), ({"levels": (level(path="/"),), "container_ids": ("job",)}, False)],
)
def test_what_befell_the_same_group_is(more: dict[str, Any], pids_match: bool) -> None:
    log = KernelLog(kills=(kill(**STRANGER),), pids_match=pids_match)
    given = facts(**more, log=log, worker=True)
    assert "secret-name" in str(evidence_of(given, diagnose(given), 5000.0))

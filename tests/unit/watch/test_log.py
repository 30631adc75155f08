from __future__ import annotations

from dataclasses import replace

import pytest

from jupyterlab_headroom.nouns.death_details import PlainEnd
from jupyterlab_headroom.nouns.deaths import DeathReport, ExitStatus, Verdict
from jupyterlab_headroom.nouns.memory import KernelInfo, LimitSource
from jupyterlab_headroom.watch.log import KEPT_REPORTS, DeathLog


def report(number: int) -> DeathReport:
    kernel = KernelInfo(key=str(number), id=f"k{number}", name="python3")
    verdict = Verdict("low", PlainEnd("unknown"))
    source = LimitSource("unknown")
    return DeathReport(f"k{number}:1", 0, 0.0, "collecting", kernel, ExitStatus(), verdict, source)


def test_every_change_gets_a_higher_number() -> None:
    log = DeathLog()
    first = log.put(report(1))
    log.put(report(2))
    assert first.seq == 1
    final = log.put(replace(first, state="final"))
    assert final.seq == 3
    seq, reports = log.since(1)
    assert seq == 3
    assert [(r.id, r.state) for r in reports] == [("k2:1", "collecting"), ("k1:1", "final")]
    assert log.since(3) == (3, ())
    assert log.get("k1:1") == final


def test_the_oldest_are_forgotten() -> None:
    log = DeathLog()
    for number in range(KEPT_REPORTS + 5):
        log.put(report(number))
    _, reports = log.since(0)
    assert len(reports) == KEPT_REPORTS
    assert reports[0].id == "k5:1"


def test_listeners_hear_of_every_change() -> None:
    log = DeathLog()
    heard: list[DeathReport] = []
    log.add_listener(heard.append)
    kept = log.put(report(1))
    assert heard == [kept]


def test_a_listener_that_fails_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    log = DeathLog()
    heard: list[DeathReport] = []

    def fail(report: DeathReport) -> None:
        raise RuntimeError(report.id)

    log.add_listener(fail)
    log.add_listener(heard.append)
    kept = log.put(report(1))
    assert heard == [kept]
    assert log.since(0) == (1, (kept,))
    assert "a listener failed on the report k1:1" in caplog.text

"""Each cause, made to happen."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from jupyterlab_headroom.cadence import watch as cadence
from jupyterlab_headroom.nouns.death_details import OomKilled, OtherGrew
from tests.victim import MIB, Victim

from .conftest import Ward
from .groups import Group

pytestmark = pytest.mark.oom

Make = Callable[[int], Group]
Admit = Callable[..., Victim]
EAT = "L = [bytearray(os.urandom(4096)) * 2560 for _ in range(10**6)]"


def test_killed_at_the_limit(make: Make, admit: Admit, ward: Ward) -> None:
    group = make(200)
    kernel = admit(group)
    kernel.send(EAT)
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.exit.signal) == ("oom-kill-limit", signal.SIGKILL)
    assert isinstance(report.verdict.details, OomKilled)
    assert report.verdict.details.kill.limit_cgroup == f"/{group.directory.name}"
    assert report.exit.peak_rss_bytes is not None
    assert 150 * MIB < report.exit.peak_rss_bytes < 220 * MIB
    assert report.limit_bytes == 200 * MIB
    if report.verdict.confidence == "certain":  # the log could be read
        line = f"Killed process {kernel.process.pid} "
        assert any(line in fact.text for fact in report.evidence if fact.supports)
    assert any(fact.text.endswith("-> 1") for fact in report.evidence if fact.supports)


def test_a_young_kernel_that_has_just_moved(make: Make, admit: Admit, ward: Ward) -> None:
    """A start script may put it in its group after we were told; samples come once a second."""
    group = make(200)
    kernel = admit(Group(group.directory.parent, group.version), 0.0)
    kernel.run(f"open({str(group.procs)!r}, 'w').write(str(os.getpid())); time.sleep(0.12)")
    kernel.send(EAT)
    report = ward.report_of(kernel)
    assert report.verdict.cause == "oom-kill-limit"
    assert report.limit_bytes == 200 * MIB
    assert report.limit_source.path == f"/{group.directory.name}"
    assert "oom_kill 0 -> 1" in [fact.text for fact in report.evidence]


def test_an_idle_kernel_that_was_moved_long_after_its_start(
    make: Make, admit: Admit, ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idle process is looked at less often, and less closely: not too seldom for this."""
    monkeypatch.setattr(cadence, "TICK_SECONDS", 0.1)
    group, tight = make(400), make(200)
    kernel = admit(group, 0.0)
    kernel.info = replace(kernel.info, execution_state="idle")
    time.sleep(2.5)
    tight.procs.write_text(str(kernel.process.pid))
    time.sleep(1.2)
    # No look may come to help while it eats: what is known by now has to do.
    monkeypatch.setattr(cadence, "TICK_SECONDS", 60)
    kernel.send(EAT)
    report = ward.report_of(kernel)
    assert report.verdict.cause == "oom-kill-limit"
    assert report.limit_source.path == f"/{tight.directory.name}"
    assert "oom_kill 0 -> 1" in [fact.text for fact in report.evidence]


def test_killed_by_hand(make: Make, admit: Admit, ward: Ward) -> None:
    kernel = admit(make(200))
    os.kill(kernel.process.pid, signal.SIGKILL)
    report = ward.report_of(kernel)
    assert report.verdict.cause == "killed-from-outside"
    counter = next(fact for fact in report.evidence if fact.text.startswith("oom_kill 0"))
    assert (counter.text, counter.supports) == ("oom_kill 0 -> 0", True)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("ctypes.string_at(0)", "segfault"),
        ("os._exit(3)", "exited"),
        ("os.abort()", "abort"),
        ("os.kill(os.getpid(), signal.SIGILL)", "illegal-instruction"),
        ("os.kill(os.getpid(), signal.SIGUSR1)", "signal"),
        ("os.kill(os.getpid(), signal.SIGTERM)", "terminated-from-outside"),
        ("os.kill(os.getpid(), signal.SIGBUS)", "bus-error"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed-from-outside"),
    ],
)
def test_other_ends(make: Make, admit: Admit, ward: Ward, line: str, cause: str) -> None:
    kernel = admit(make(200))
    kernel.send(line)
    report = ward.report_of(kernel)
    assert report.verdict.cause == cause


def test_a_worker_is_killed_and_the_kernel_lives(make: Make, admit: Admit, ward: Ward) -> None:
    kernel = admit(make(200))
    bomb = f"import os; {EAT}"
    kernel.run(f"p = subprocess.Popen([sys.executable, '-S', '-c', {bomb!r}]); p.wait()")
    report = ward.worker_report_of(kernel)
    assert report.verdict.cause == "worker-oom-kill"
    assert report.aftermath == "none"
    assert kernel.process.poll() is None
    kernel.process.kill()
    second = ward.report_of(kernel)
    assert second.verdict.cause == "killed-from-outside"


def test_by_hand_after_an_oom_kill_in_the_same_group(make: Make, admit: Admit, ward: Ward) -> None:
    group = make(200)
    first, second = admit(group), admit(group)
    first.send(EAT)
    assert ward.report_of(first).verdict.cause == "oom-kill-limit"
    os.kill(second.process.pid, signal.SIGKILL)
    assert ward.report_of(second).verdict.cause == "killed-from-outside"


def test_by_hand_at_97_percent(make: Make, admit: Admit, ward: Ward) -> None:
    kernel = admit(make(200))
    kernel.take(185)
    os.kill(kernel.process.pid, signal.SIGKILL)
    assert ward.report_of(kernel).verdict.cause == "killed-from-outside"


def test_two_groups_in_the_same_moment(make: Make, admit: Admit, ward: Ward) -> None:
    first, second = admit(make(200)), admit(make(200))
    first.send(EAT)
    second.send(EAT)
    assert ward.report_of(first).verdict.cause == "oom-kill-limit"
    assert ward.report_of(second).verdict.cause == "oom-kill-limit"


def test_one_by_oom_and_one_by_hand_in_the_same_moment(
    make: Make, admit: Admit, ward: Ward
) -> None:
    group = make(200)
    eater, other = admit(group), admit(group)
    before = group.oom_kills()
    eater.send(EAT)
    while group.oom_kills() == before:
        pass
    os.kill(other.process.pid, signal.SIGKILL)
    assert ward.report_of(eater).verdict.cause == "oom-kill-limit"
    assert ward.report_of(other).verdict.cause == "killed-from-outside"


def test_a_child_is_killed_while_the_kernel_exits(make: Make, admit: Admit, ward: Ward) -> None:
    kernel = admit(make(200))
    bomb = f"import os; {EAT}"
    kernel.send(
        f"p = subprocess.Popen([sys.executable, '-S', '-c', {bomb!r}]); p.wait(); os._exit(0)"
    )
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.exit.code) == ("exited", 0)


def test_the_idle_one_dies_for_the_growing_one(make: Make, admit: Admit, ward: Ward) -> None:
    group = make(300)
    big = admit(group, held_mib=170)
    grower = admit(group, 1.0)
    grower.send("exec('L = []\\nwhile True: L.append(bytearray(10 << 20)); time.sleep(0.1)')")
    report = ward.report_of(big)
    assert isinstance(report.verdict.details, OtherGrew)
    assert report.verdict.details.grower == grower.info.path

"""Each cause, made to happen."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from .conftest import FakeKernel, Ward
from .groups import MIB, Group

pytestmark = pytest.mark.oom

Make = Callable[[int], Group]
Admit = Callable[[Group], FakeKernel]
EAT = "L = [bytearray(os.urandom(4096)) * 2560 for _ in range(10**6)]"


def test_killed_at_the_limit(make: Make, admit: Admit, ward: Ward) -> None:
    group = make(200)
    kernel = admit(group)
    kernel.send(EAT)
    report = ward.report_of(kernel)
    assert (report.verdict.cause, report.exit.signal) == ("oom-kill-limit", signal.SIGKILL)
    assert report.verdict.details["limit_cgroup"] == f"/{group.directory.name}"
    assert report.exit.peak_rss_bytes is not None
    assert 150 * MIB < report.exit.peak_rss_bytes < 220 * MIB
    assert report.limit_bytes == 200 * MIB
    if report.verdict.confidence == "certain":  # the log could be read
        assert f"Killed process {kernel.process.pid} " in str(report.verdict.details["line"])
    assert any(fact.text.endswith("-> 1") for fact in report.evidence if fact.supports)


def test_killed_by_hand(make: Make, admit: Admit, ward: Ward) -> None:
    kernel = admit(make(200))
    os.kill(kernel.process.pid, signal.SIGKILL)
    report = ward.report_of(kernel)
    assert report.verdict.cause == "killed-from-outside"
    assert not [fact for fact in report.evidence if fact.supports and "oom" in fact.text]


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

"""A child of a kernel is killed, and the kernel lives."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.victim import MIB, Victim

from .conftest import Ward
from .groups import Group

pytestmark = pytest.mark.oom

#: It is seen to hold much before it takes what kills it.
BOMB = (
    "import os, time; held = bytearray(os.urandom(4096)) * (120 * 256); time.sleep(1.6);"
    " L = [bytearray(os.urandom(4096)) * 2560 for _ in range(10**6)]"
)


def test_the_story_is_that_of_the_kill_not_of_its_report(
    make: Callable[[int], Group], admit: Callable[..., Victim], ward: Ward
) -> None:
    group = make(200)
    kernel = admit(group)
    kernel.send(f"subprocess.run([sys.executable, '-S', '-c', {BOMB!r}])")
    while group.oom_kills() == 0:
        time.sleep(0.005)
    killed_s = time.time()
    report = ward.worker_report_of(kernel)
    named = report.verdict.details["victim_pid"] is not None
    # v1 is looked at twice a second.
    late_s = 0.6 if group.version == "v1" and not named else 0.1
    assert -0.1 < report.time - killed_s < late_s
    assert report.used_bytes is not None
    assert report.used_bytes > 100 * MIB
    assert report.sample_age_s is not None
    assert report.sample_age_s < late_s + 0.6
    assert report.curve.used_bytes[-1] == report.used_bytes
    assert report.curve.times[-1] <= killed_s

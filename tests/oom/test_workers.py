"""A child of a kernel is killed, and the kernel lives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pytest

from jupyterlab_headroom.nouns.death_details import WorkerOomKilled
from jupyterlab_headroom.watch.facts.observer import Observer
from tests.victim import MIB, Victim

from .conftest import BlindObserver, Ward, ward_with
from .groups import Group

pytestmark = pytest.mark.oom

#: It is seen to hold much before it takes what kills it.
BOMB = (
    "import os, time; held = bytearray(os.urandom(4096)) * ({mib} * 256); time.sleep({seconds});"
    " L = [bytearray(os.urandom(4096)) * 2560 for _ in range(10**6)]"
)


def bomb(seconds: float, mib: int = 120) -> str:
    code = BOMB.format(seconds=seconds, mib=mib)
    return f"child = subprocess.Popen([sys.executable, '-S', '-c', {code!r}])"


def test_the_story_is_that_of_the_kill_not_of_its_report(
    make: Callable[[int], Group], admit: Callable[..., Victim], ward: Ward
) -> None:
    group = make(200)
    kernel = admit(group)
    kernel.send(bomb(1.6) + "; child.wait()")
    while group.oom_kills() == 0:
        time.sleep(0.005)
    killed_s = time.time()
    report = ward.worker_report_of(kernel)
    assert isinstance(report.verdict.details, WorkerOomKilled)
    named = report.verdict.details.victim is not None
    # v1 is looked at twice a second.
    late_s = 0.6 if group.version == "v1" and not named else 0.1
    assert -0.1 < report.time - killed_s < late_s
    assert report.used_bytes is not None
    assert report.used_bytes > 100 * MIB
    assert report.sample_age_s is not None
    assert report.sample_age_s < late_s + 0.6
    assert report.curve.used_bytes[-1] == report.used_bytes
    assert report.curve.times[-1] <= killed_s


@pytest.mark.parametrize("wait", ["child.wait", "int"], ids=["is missed", "is not missed"])
def test_of_a_kernel_that_has_long_been_idle(
    make: Callable[[int], Group], admit: Callable[..., Victim], ward: Ward, wait: str
) -> None:
    kernel = admit(make(200), 0)
    kernel.info = replace(kernel.info, execution_state="idle")
    kernel.run(bomb(7) + "; threading.Thread(target=" + wait + ").start()")
    report = ward.worker_report_of(kernel)
    assert isinstance(report.verdict.details, WorkerOomKilled)
    assert report.verdict.details.is_kin_seen
    assert report.used_bytes is not None
    assert report.used_bytes > 100 * MIB
    kernel.process.kill()
    assert ward.report_of(kernel).verdict.cause == "killed-from-outside"


@pytest.mark.parametrize("eyes", [Observer, BlindObserver], ids=["log", "no log"])
def test_that_lived_for_less_than_the_first_second_of_a_cell(
    make: Callable[[int], Group], eyes: type[Observer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two kernels had worked: only its place among the processes tells whose it was."""

    class Counting(eyes):  # type: ignore[valid-type, misc]
        looks = 0

        def trees_of(self, pids: Iterable[int]) -> Mapping[int, frozenset[int]]:
            self.looks += 1
            trees: Mapping[int, frozenset[int]] = super().trees_of(pids)
            return trees

    monkeypatch.setattr(Ward, "was_active", lambda self, kernel_id, seconds: True)
    observer, group = Counting(time.monotonic), make(200)
    with ward_with(observer) as ward:
        assert ward.watch is not None
        kernels = [Victim(key, group.procs) for key in ("1", "2")]
        for kernel in kernels:
            kernel.info = replace(kernel.info, execution_state="idle")
            ward.kernels[kernel.info.id] = kernel
            ward.watch.kernel_started(kernel.info, kernel.ref)
        time.sleep(8)
        looks = observer.looks
        while observer.looks == looks:
            time.sleep(0.002)
        ward.begin_work(kernels[0])
        kernels[0].send(bomb(0.6, mib=1) + "; child.wait()")
        report = ward.worker_report_of(kernels[0])
    assert isinstance(report.verdict.details, WorkerOomKilled)
    assert report.verdict.details.is_kin_seen
    assert report.verdict.confidence == ("high" if eyes is Observer else "medium")

"""The watch with real children, and a directory that says what the test wants."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sources.proc import process_handle
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle, open_handle
from jupyterlab_headroom.watch.cases import Cases
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import make_waiter
from jupyterlab_headroom.watch.watcher import DeathWatch

KERNEL = KernelInfo("1", "k", "python3", execution_state="busy", locality="local")


@dataclass(frozen=True)
class Ref:
    pid: int
    poll: Callable[[], int | None]
    handle: ProcessHandle | None


@dataclass
class Scene:
    log: DeathLog = field(default_factory=DeathLog)
    kernels: dict[str, KernelInfo] = field(default_factory=lambda: {"1": KERNEL})
    asked: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log.add_listener(self._note)
        collector = Collector(Observer(time.monotonic))
        cases = Cases(collector, make_waiter(), self.log, History(), self.was_active)
        self.watch = DeathWatch(cases, self)
        self.watch.start()

    def snapshot(self) -> Mapping[str, KernelInfo]:
        return self.kernels

    def execution_state(self, kernel_id: str) -> str | None:
        """Nothing newer than the snapshot is known here."""
        return None

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        """As the snapshot says."""
        return any(
            k.id == kernel_id and k.execution_state == "busy" for k in self.snapshot().values()
        )

    def is_expected_end(self, kernel_id: str) -> bool:
        return self.asked

    def child(self, code: str) -> Ref:
        self.children.append(subprocess.Popen([sys.executable, "-S", "-c", code]))
        child = self.children[-1]
        return Ref(child.pid, child.poll, open_handle(child.pid))

    def _note(self, report: DeathReport) -> None:
        with self.changed:
            self.changed.notify_all()

    def wait_for(self, wanted: Callable[[DeathReport], bool]) -> DeathReport:
        def found() -> DeathReport | None:
            return next((r for r in self.log.since(0)[1] if wanted(r)), None)

        with self.changed:
            self.changed.wait_for(lambda: found() is not None, 10)
        report = found()
        assert report is not None, self.log.since(0)
        return report

    def wait_until(self, true: Callable[[], bool]) -> None:
        until = time.monotonic() + 10
        while not true():
            assert time.monotonic() < until, "not so within 10 s"
            time.sleep(0.01)


@pytest.fixture
def scene() -> Iterator[Scene]:
    scene = Scene()
    yield scene
    assert scene.watch.stop()
    for child in scene.children:
        child.kill()
        child.wait()


def is_final(report: DeathReport) -> bool:
    return report.state == "final"


SLEEP = "import time; time.sleep(60)"


def test_a_death_and_what_the_restarter_says(scene: Scene) -> None:
    ref = scene.child("import time, os; time.sleep(0.3); os._exit(3)")
    scene.watch.kernel_started(KERNEL, ref)
    report = scene.wait_for(is_final)
    assert (report.id, report.exit.code, report.verdict.cause) == (f"k:{ref.pid}", 3, "exited")
    assert report.was_busy
    scene.watch.kernel_restarting(KERNEL, ref, "dead")
    again = scene.wait_for(lambda r: r.verdict.cause == "crash-loop")
    assert (again.id, again.aftermath) == (report.id, "dead")
    assert again.seq > report.seq


def test_an_end_that_was_asked_for(scene: Scene) -> None:
    ref = scene.child(SLEEP)
    scene.watch.kernel_started(KERNEL, ref)
    scene.wait_until(lambda: ref.pid in scene.watch._watched)
    scene.asked = True
    scene.children[0].terminate()
    scene.wait_until(lambda: scene.watch._watched == {})  # nothing is left to report
    assert scene.log.since(0) == (0, ())


def test_a_request_that_follows_the_restarter_is_its_own(scene: Scene) -> None:
    ref = scene.child(SLEEP)
    scene.watch.kernel_started(KERNEL, ref)
    scene.watch.kernel_restarting(KERNEL, ref, "restart")
    scene.asked = True  # the restarter's restart sets the same flag
    scene.children[0].kill()
    assert scene.wait_for(is_final).id == f"k:{ref.pid}"


def test_a_kernel_that_was_gone_before_we_looked(scene: Scene) -> None:
    ref = scene.child("import sys; sys.exit(1)")
    scene.children[0].wait()
    scene.watch.kernel_restarting(replace(KERNEL, execution_state="starting"), ref, "restart")
    report = scene.wait_for(is_final)
    assert (report.exit.code, report.exit.source) == (1, "popen")
    scene.watch.kernel_restarting(KERNEL, ref, "restart")
    time.sleep(0.3)
    assert len(scene.log.since(0)[1]) == 1


def test_a_kernel_without_a_process_of_ours(scene: Scene) -> None:
    remote = replace(KERNEL, locality="remote", pid=None)
    scene.watch.kernel_restarting(remote, None, "restart")
    report = scene.wait_for(is_final)
    assert (report.verdict.cause, report.verdict.confidence) == ("unknown", "low")


def test_what_follows_a_kernel_that_answered_could_start(scene: Scene) -> None:
    first, second = scene.child("import os; os._exit(7)"), scene.child("import os; os._exit(7)")
    scene.watch.kernel_started(KERNEL, first)
    scene.wait_for(is_final)
    scene.kernels = {"1": replace(KERNEL, execution_state="starting")}
    scene.watch.kernel_started(scene.kernels["1"], second)
    report = scene.wait_for(lambda r: r.id == f"k:{second.pid}" and is_final(r))
    assert (report.exit.code, report.verdict.cause) == (7, "exited")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="pidfds are Linux's")
def test_one_pidfd_a_process_for_the_watch_and_the_directory(scene: Scene) -> None:
    ref = scene.child(SLEEP)
    assert ref.handle is not None
    scene.watch.kernel_started(KERNEL, ref)
    scene.watch.kernel_started(KERNEL, ref)  # is watched already
    scene.wait_until(lambda: ref.pid in scene.watch._watched)
    pidfd = scene.watch._watched[ref.pid].pidfd
    assert pidfd is not None
    ref.handle.close()  # as the directory does, the moment another process takes its place
    os.fstat(pidfd)
    scene.children[0].kill()
    assert scene.wait_for(is_final).exit.signal == 9
    scene.wait_until(lambda: not is_open(pidfd))


def is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


@pytest.fixture
def without_pidfd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_handle, "open_pidfd", lambda pid: None)


def test_polling_where_there_is_no_pidfd(without_pidfd: None, scene: Scene) -> None:
    ref = scene.child(SLEEP)
    scene.watch.kernel_started(KERNEL, ref)
    scene.wait_until(lambda: ref.pid in scene.watch._watched)
    scene.children[0].kill()
    assert scene.wait_for(is_final).exit.signal == 9


def test_polling_waits_for_news_of_a_request(without_pidfd: None, scene: Scene) -> None:
    ref = scene.child(SLEEP)
    scene.watch.kernel_started(KERNEL, ref)
    scene.wait_until(lambda: ref.pid in scene.watch._watched)
    watched = scene.watch._watched[ref.pid]
    scene.children[0].kill()
    scene.wait_until(lambda: watched.ended_s is not None)
    scene.watch.kernel_gone(KERNEL)
    scene.wait_until(lambda: scene.watch._watched == {})  # nothing is left to report
    assert scene.log.since(0) == (0, ())


def test_an_error_does_not_end_the_watch(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        pid = 1
        handle = None

        @property
        def poll(self) -> Callable[[], int | None]:
            raise RuntimeError("no such luck")

    scene.watch.kernel_restarting(KERNEL, Broken(), "restart")
    ref = scene.child("import os; os._exit(4)")
    scene.watch.kernel_started(replace(KERNEL, id="k2"), ref)
    assert scene.wait_for(lambda r: r.exit.code == 4).verdict.cause == "exited"
    assert "goes on" in caplog.text


def test_a_kernel_that_nobody_restarts(scene: Scene) -> None:
    alone = replace(KERNEL, restarts=False)
    ref = scene.child("import os; os._exit(3)")
    scene.kernels = {"1": alone}
    scene.watch.kernel_started(alone, ref)
    report = scene.wait_for(is_final)
    assert (report.verdict.cause, report.aftermath) == ("exited", "none")

"""The kernel directory, on managers of every kind."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from traitlets import HasTraits, Unicode

from jupyterlab_headroom.kernels.listener import ProcessRef
from jupyterlab_headroom.nouns.memory import KernelInfo
from tests.unit.kernel_fakes import (
    FakeKernel,
    FakeProcess,
    FakeProvisioner,
    Setup,
    Story,
    _at_once,
    session,
)


def test_a_local_kernel() -> None:
    setup = Setup(session("a", "story.ipynb"), a=FakeKernel())
    info = setup.refresh()["a"]
    assert (info.pid, info.locality, info.display_name) == (100, "local", "Python 3")
    assert (info.path, info.session_type, info.execution_state) == (
        "story.ipynb",
        "notebook",
        "idle",
    )
    assert setup.story.lines == ["started a 100"]
    assert setup.directory.snapshot()[info.key] == info


def test_the_snapshot_stays_one_object_while_nothing_changes() -> None:
    kernel = FakeKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    before = setup.directory.snapshot()
    setup.refresh()
    assert setup.directory.snapshot() is before
    kernel.execution_state = "busy"
    setup.refresh()
    assert setup.directory.snapshot() is not before
    assert [k.execution_state for k in before.values()] == ["idle"], "and is never changed"
    assert [k.execution_state for k in setup.directory.snapshot().values()] == ["busy"]


@pytest.mark.parametrize(
    ("state", "quiet_s", "expected"),
    [("busy", 60, True), ("idle", 1, True), ("idle", 3, False), ("idle", None, False)],
)
def test_who_was_active(state: str, quiet_s: float | None, expected: bool) -> None:
    kernel: Any = FakeKernel()
    kernel.execution_state = state
    if quiet_s is not None:
        kernel.last_activity = datetime.now(timezone.utc) - timedelta(seconds=quiet_s)
    setup = Setup(a=kernel)
    setup.refresh()
    assert setup.directory.was_active("a", 2) is expected
    assert not setup.directory.was_active("gone", 2)


class FollowedKernel(HasTraits):
    """As jupyter_server's ServerKernelManager: the state is a trait."""

    execution_state = Unicode(None, allow_none=True)
    kernel_name = "python3"
    shutting_down = False

    def __init__(self) -> None:
        super().__init__()
        self.provisioner = FakeProvisioner(FakeProcess(100))


def test_work_is_told_as_it_begins() -> None:
    kernel = FollowedKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    setup.refresh()
    for state in ("idle", "busy", "busy", "idle", "busy"):
        kernel.execution_state = state
    assert setup.story.lines == ["started a 100", "works a", "works a"]
    assert setup.refresh()["a"].execution_state == "busy"


def test_keys_are_stable_and_never_used_twice() -> None:
    setup = Setup(a=FakeKernel(), b=FakeKernel(101))
    before = setup.refresh()
    del setup.manager.kernels["a"]
    setup.manager.kernels["c"] = FakeKernel(102)
    after = setup.refresh()
    assert after["b"].key == before["b"].key
    assert after["c"].key not in {info.key for info in before.values()}


def test_a_gateway_kernel_is_remote_and_its_spec_is_not_touched() -> None:
    class GatewayKernel:
        kernel_url = "https://far/api/kernels/a"
        kernel_name = "far"
        provisioner = None

        @property
        def kernel_spec(self) -> object:
            raise AssertionError("this would ask another machine")

    info = Setup(a=GatewayKernel()).refresh()["a"]
    assert (info.locality, info.pid, info.name) == ("remote", None, "far")


@pytest.mark.parametrize(
    "kernel",
    [
        object(),
        FakeKernel(None),
        type("Remote", (), {"provisioner": type("P", (), {"pid": 7, "process": None})})(),
    ],
)
def test_unknown_kinds_are_unknown_not_local(kernel: object) -> None:
    info = Setup(a=kernel).refresh()["a"]
    assert (info.locality, info.pid) == ("unknown", None)


def test_a_death_is_told_with_the_exit_status_then_the_new_process() -> None:
    kernel = FakeKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    assert kernel.provisioner.process is not None
    kernel.provisioner.process.returncode = -9
    kernel.execution_state = "busy"
    kernel.fire("restart")
    kernel.provisioner.process = None  # jupyter_client forgets it while it restarts
    setup.refresh()
    (info,) = setup.directory.snapshot().values()
    assert (info.pid, info.locality) == (100, "local")
    kernel.provisioner.process = FakeProcess(101)
    setup.refresh()
    assert setup.story.lines == ["started a 100", "restart a -9 busy", "started a 101"]


def test_a_restart_that_was_asked_for_is_no_death() -> None:
    kernel = FakeKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    kernel.provisioner.process = FakeProcess(101)
    setup.refresh()
    assert setup.story.lines == ["started a 100", "gone a 100", "started a 101"]


def test_callbacks_are_registered_once_for_each_restarter() -> None:
    kernel = FakeKernel()
    kernel._restarter = None  # not started yet: registering would do nothing
    setup = Setup(a=kernel)
    setup.refresh()
    assert kernel.callbacks["restart"] == []
    kernel._restarter = object()
    setup.refresh()
    setup.refresh()
    assert [len(callbacks) for callbacks in kernel.callbacks.values()] == [1, 1]


def test_given_up() -> None:
    kernel = FakeKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    kernel.fire("dead")
    del setup.manager.kernels["a"]
    assert setup.refresh() == {}
    assert setup.story.lines == ["started a 100", "dead a None idle", "gone a 100"]
    assert not setup.directory.is_expected_end("a")


def test_an_end_that_was_asked_for() -> None:
    kernel = FakeKernel()
    setup = Setup(a=kernel)
    setup.refresh()
    assert not setup.directory.is_expected_end("a")
    kernel.shutting_down = True
    assert setup.directory.is_expected_end("a")
    del setup.manager.kernels["a"]
    setup.refresh()
    assert setup.directory.is_expected_end("a")
    assert not setup.directory.is_expected_end("never seen")


def test_sessions_are_asked_for_new_kernels_and_every_few_seconds() -> None:
    setup = Setup(session("a", "old.ipynb"), a=FakeKernel())
    setup.refresh()
    setup.refresh()
    assert setup.sessions.asked == 1
    setup.sessions.sessions = [session("a", "new.ipynb")]
    setup.now += 6
    assert setup.refresh()["a"].path == "new.ipynb"


def test_a_session_is_found_that_is_written_after_its_kernel_started() -> None:
    setup = Setup(a=FakeKernel())
    setup.refresh()
    setup.sessions.sessions = [session("a", "story.ipynb")]
    setup.now += 1
    assert setup.refresh()["a"].path == "story.ipynb"


def test_a_slow_refresh_does_not_undo_a_later_one() -> None:
    setup = Setup()
    held = asyncio.Event()

    async def both() -> None:
        setup.sessions.wait = held.wait  # type: ignore[assignment]
        slow = asyncio.create_task(setup.directory.refresh())
        await asyncio.sleep(0)
        setup.manager.kernels["a"] = FakeKernel()
        setup.sessions.wait = _at_once
        await setup.directory.refresh()
        held.set()
        await slow

    asyncio.run(both())
    assert setup.story.lines == ["started a 100"]


def test_sessions_that_fail_leave_what_is_known() -> None:
    setup = Setup(session("a", "story.ipynb"), a=FakeKernel())
    setup.refresh()
    setup.sessions.error = OSError("database is locked")
    setup.now += 6
    assert setup.refresh()["a"].path == "story.ipynb"


def test_torn_sessions_are_skipped() -> None:
    rows: list[dict[str, Any]] = [{"path": "torn"}, {"kernel": {}}, {"kernel": None}]
    rows.append(session("a", "story.ipynb"))
    assert Setup(*rows, a=FakeKernel()).refresh()["a"].path == "story.ipynb"


def test_late_listeners_hear_of_kernels_that_run() -> None:
    setup = Setup(a=FakeKernel())
    setup.refresh()
    late = Story()
    setup.directory.add_listener(late)
    assert late.lines == ["started a 100"]


def test_a_broken_listener_does_not_harm_the_others(caplog: pytest.LogCaptureFixture) -> None:
    setup = Setup(a=FakeKernel())

    class Broken(Story):
        def kernel_started(self, kernel: KernelInfo, process: ProcessRef) -> None:
            raise ValueError("mine")

    setup.directory._listeners.insert(0, Broken())
    setup.refresh()
    assert setup.story.lines == ["started a 100"]
    assert "kernel_started" in caplog.text


@pytest.mark.parametrize(("autorestart", "restarts"), [(True, True), (False, False), ("?", None)])
def test_whether_a_dead_process_is_replaced(autorestart: object, restarts: bool | None) -> None:
    kernel = FakeKernel()
    kernel.autorestart = autorestart  # type: ignore[attr-defined]
    assert Setup(a=kernel).refresh()["a"].restarts is restarts


def test_a_manager_that_does_not_say_whether_it_restarts() -> None:
    assert Setup(a=FakeKernel()).refresh()["a"].restarts is None

"""What is done to a kernel's process, with real ones."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from typing import NoReturn

import pytest

from jupyterlab_headroom.errors import NotFound, NotPossible
from jupyterlab_headroom.kernels.actions import LimitedMemory, ProcessActions
from jupyterlab_headroom.sources.proc.process_handle import (
    ProcessHandle,
    ProcessIdentity,
    open_handle,
)
from tests.unit.children import Child, running
from tests.unit.kernel_fakes import FakeKernel, FakeProcess, Setup

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals by pidfd, prlimit")

MIB = 1024**2
TAKE = f"len(bytearray({300 * MIB}))"


@pytest.fixture
def child() -> Iterator[Child]:
    with running() as started:
        yield started


@pytest.fixture
def actions(child: Child) -> ProcessActions:
    return ProcessActions(open_handle(child.pid))


def test_interrupt(child: Child, actions: ProcessActions) -> None:
    child.says("__import__('time')")
    child.tell("__import__('time').sleep(60)")
    assert child.is_in("S")
    assert actions.interrupt()
    assert child.answer() == "KeyboardInterrupt"
    assert child.says("7") == "7"


def test_pause_and_resume(child: Child, actions: ProcessActions) -> None:
    assert actions.pause()
    assert child.is_in("T")
    child.tell("7")
    assert actions.resume()
    assert child.answer() == "7"


def test_a_paused_process_can_be_paused_again(child: Child, actions: ProcessActions) -> None:
    assert (actions.pause(), actions.pause(), actions.resume()) == (True, True, True)
    assert child.says("7") == "7"


@pytest.mark.parametrize("memory", ["data", "address-space"])
def test_limit_and_lift(child: Child, actions: ProcessActions, memory: LimitedMemory) -> None:
    assert child.says(TAKE) == str(300 * MIB)
    assert actions.limit(250 * MIB, memory)
    assert child.says(TAKE) == "MemoryError"
    assert actions.limit(200 * MIB, memory), "and again, lower"
    assert actions.lift(memory)
    assert child.says(TAKE) == str(300 * MIB)
    assert not actions.lift(memory), "nothing is left to lift"


def test_lift_restores_what_was_there(child: Child, actions: ProcessActions) -> None:
    own = (900 * MIB, 1000 * MIB)
    resource.prlimit(child.pid, resource.RLIMIT_DATA, own)
    assert actions.limit(2000 * MIB)
    assert resource.prlimit(child.pid, resource.RLIMIT_DATA) == (1000 * MIB, 1000 * MIB)
    assert actions.limit(300 * MIB)
    assert actions.lift()
    assert resource.prlimit(child.pid, resource.RLIMIT_DATA) == own


def every_action(actions: ProcessActions) -> list[bool]:
    return [
        actions.interrupt(),
        actions.pause(),
        actions.resume(),
        actions.limit(100 * MIB),
        actions.lift(),
    ]


def test_nothing_is_done_to_a_process_that_is_gone(child: Child, actions: ProcessActions) -> None:
    assert actions.limit(250 * MIB)
    child.end()
    assert not any(every_action(actions))


def test_nothing_is_done_to_the_next_process_with_that_pid(child: Child) -> None:
    started = open_handle(child.pid).identity.start_ticks
    assert started is not None
    before = ProcessHandle(ProcessIdentity(child.pid, started - 1), None)
    limits = resource.prlimit(child.pid, resource.RLIMIT_DATA)
    assert not any(every_action(ProcessActions(before)))
    assert resource.prlimit(child.pid, resource.RLIMIT_DATA) == limits
    assert child.says("7") == "7"


def test_a_refusal_is_told(actions: ProcessActions, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> NoReturn:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(resource, "prlimit", refuse)
    with pytest.raises(NotPossible, match="refuses to limit"):
        actions.limit(MIB)


def test_a_system_without_the_call(
    actions: ProcessActions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(resource, "prlimit")
    with pytest.raises(NotPossible, match="cannot limit"):
        actions.limit(MIB)


class RealProcess(FakeProcess):
    """Keeps nothing but what a Popen tells."""


def test_the_directory_acts_on_the_process_of_now(child: Child) -> None:
    kernel = FakeKernel()
    kernel.provisioner.process = RealProcess(child.pid)
    setup = Setup(a=kernel)
    setup.refresh()
    first = setup.directory.actions("a")
    assert first.pause()
    assert first.resume()
    with running() as second:
        kernel.provisioner.process = RealProcess(second.pid)
        setup.refresh()
        assert not first.pause(), "that process is not the kernel's any more"
        assert setup.directory.actions("a").pause()
        assert second.is_in("T")
        del setup.manager.kernels["a"]
        setup.refresh()
    with pytest.raises(NotFound):
        setup.directory.actions("a")


def test_a_process_that_was_reaped_before_it_was_seen_is_not_acted_on(child: Child) -> None:
    kernel = FakeKernel()
    kernel.provisioner.process = RealProcess(child.pid)
    kernel.provisioner.process.returncode = -9
    setup = Setup(a=kernel)
    setup.refresh()
    assert not setup.directory.actions("a").pause()

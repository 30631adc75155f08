"""Kernel managers, sessions and listeners that are made up, for the tests of the directory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from jupyterlab_headroom.kernels.directory import KernelDirectory
from jupyterlab_headroom.kernels.listener import ProcessRef
from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.nouns.memory import KernelInfo


class FakeProcess:
    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode


class FakeProvisioner:
    def __init__(self, process: FakeProcess | None) -> None:
        self.process = process


class FakeSpec:
    display_name = "Python 3"
    language = "python"


class FakeKernel:
    """As jupyter_client's KernelManager, as far as anyone may rely on it."""

    kernel_name = "python3"
    kernel_spec = FakeSpec()
    execution_state = "idle"

    def __init__(self, pid: int | None = 100) -> None:
        self.provisioner = FakeProvisioner(FakeProcess(pid) if pid else None)
        self.shutting_down = False
        self._restarter: object | None = object()
        self.callbacks: dict[str, list[Callable[[], None]]] = {"restart": [], "dead": []}

    def add_restart_callback(self, callback: Callable[[], None], event: str = "restart") -> None:
        if self._restarter is not None:
            self.callbacks[event].append(callback)

    def fire(self, event: str) -> None:
        for callback in self.callbacks[event]:
            callback()


class FakeManager:
    def __init__(self, **kernels: Any) -> None:
        self.kernels: dict[str, Any] = kernels

    def list_kernel_ids(self) -> list[str]:
        return [*self.kernels, "ghost"]  # gone between the two calls

    def get_kernel(self, kernel_id: str) -> Any:
        return self.kernels[kernel_id]


async def _at_once() -> None:
    """Do not wait."""


class FakeSessions:
    def __init__(self, *sessions: dict[str, Any]) -> None:
        self.sessions = list(sessions)
        self.asked = 0
        self.wait: Callable[[], Awaitable[None]] = _at_once
        self.error: Exception | None = None

    async def list_sessions(self) -> list[dict[str, Any]]:
        self.asked += 1
        await self.wait()
        if self.error:
            raise self.error
        return self.sessions


class Story:
    """Writes down what a listener is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def kernel_started(self, kernel: KernelInfo, process: ProcessRef) -> None:
        self.lines.append(f"started {kernel.id} {process.pid}")

    def kernel_works(self, kernel: KernelInfo) -> None:
        self.lines.append(f"works {kernel.id}")

    def kernel_restarting(
        self, kernel: KernelInfo, process: ProcessRef | None, event: RestarterEvent
    ) -> None:
        status = process.poll() if process else None
        self.lines.append(f"{event} {kernel.id} {status} {kernel.execution_state}")

    def kernel_gone(self, kernel: KernelInfo) -> None:
        self.lines.append(f"gone {kernel.id} {kernel.pid}")


class Setup:
    def __init__(self, *sessions: dict[str, Any], **kernels: Any) -> None:
        self.now = 0.0
        self.manager = FakeManager(**kernels)
        self.sessions = FakeSessions(*sessions)
        self.directory = KernelDirectory(self.manager, self.sessions, clock=lambda: self.now)
        self.story = Story()
        self.directory.add_listener(self.story)

    def refresh(self) -> dict[str, KernelInfo]:
        asyncio.run(self.directory.refresh())
        return {info.id: info for info in self.directory.snapshot().values()}


def session(kernel_id: str, path: str) -> dict[str, Any]:
    return {"path": path, "type": "notebook", "kernel": {"id": kernel_id}}

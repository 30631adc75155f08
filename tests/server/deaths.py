"""What the tests of deaths share: a kernel of a real server, and what the server says about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

Fetch = Callable[..., Any]


async def ask(fetch: Fetch, since: int = 0) -> dict[str, Any]:
    response = await fetch("jupyterlab-headroom", "deaths", params={"since": str(since)})
    message: dict[str, Any] = json.loads(response.body)
    return message


async def final_report(fetch: Fetch, since: int = 0) -> dict[str, Any]:
    for _ in range(100):
        deaths: list[dict[str, Any]] = (await ask(fetch, since))["deaths"]
        if deaths and deaths[-1]["state"] == "final":
            return deaths[-1]
        await asyncio.sleep(0.1)
    raise AssertionError("no report within 10 s")


class Kernel:
    """A real kernel, and a client that runs code in it."""

    def __init__(self, fetch: Fetch, app: Any, kernel_id: str) -> None:
        self.fetch, self.app, self.id = fetch, app, kernel_id
        self.manager = app.kernel_manager.get_kernel(kernel_id)
        self.pid = self.manager.provisioner.process.pid
        self.client = self.manager.client()

    async def ready(self) -> Kernel:
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        await asyncio.sleep(1.2)  # the directory looks every second
        return self

    def execute(self, code: str) -> None:
        self.client.execute(code)

    async def restarted(self, after_pid: int | None = None) -> None:
        """Wait until the restarter has started the kernel again, and is done with it.

        `after_pid`: the process that died; by default the kernel's first one.
        """
        dead_pid = self.pid if after_pid is None else after_pid
        for _ in range(100):
            process = self.manager.provisioner.process
            if process is not None and process.pid != dead_pid:
                return await self.at_rest()
            await asyncio.sleep(0.1)
        raise AssertionError("no restart within 10 s")

    async def at_rest(self) -> None:
        """Wait for a restart in flight: jupyter_client cannot shut a kernel down during one."""
        for _ in ("the end of the old process", "the start of the new one"):
            await asyncio.wait([self.manager.ready], timeout=10)
            await asyncio.sleep(0.05)


class Start(Protocol):
    """Starts a kernel of this spec, or the default one, and waits for its answer."""

    def __call__(self, name: str | None = None) -> Awaitable[Kernel]: ...

"""Kernels of the tests' server, at rest before it goes down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.deaths import Fetch, Kernel, Start


@pytest.fixture
def start(jp_fetch: Fetch, jp_serverapp: Any, jp_asyncio_loop: Any) -> Iterator[Start]:
    kernels: list[Kernel] = []

    async def start_one(name: str | None = None) -> Kernel:
        body = json.dumps({"name": name} if name else {})
        response = await jp_fetch("api", "kernels", method="POST", body=body)
        kernel = Kernel(jp_fetch, jp_serverapp, str(json.loads(response.body)["id"]))
        kernels.append(kernel)
        return await kernel.ready()

    yield start_one
    for kernel in kernels:
        kernel.client.stop_channels()
        if kernel.id in jp_serverapp.kernel_manager:
            kernel.manager.stop_restarter()
            jp_asyncio_loop.run_until_complete(kernel.at_rest())

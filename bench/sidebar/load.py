"""Servers run one after the other, each with eight kernels: one of them large, one stuck."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.common.server import Server, server
from bench.sidebar import clients
from bench.sidebar.clients import Traffic

KERNELS = 8
#: No extension, and a page that gets an empty response every 2 s: the least a page can cost.
FLOOR = "empty answers"
#: A list of floats takes 32 bytes per element, 24 of them for the object: 3 GiB in total.
LARGE = "rows = list(map(float, range({count})))"
FULL_COUNT = 3 * 2**30 // 32
#: A C call that never releases the GIL, yet uses no CPU. The short sleep before it gives the server
#: time to learn that the kernel is busy.
STUCK = "import ctypes, time; time.sleep(0.3); ctypes.PyDLL(None).sleep(3600)"
GIL_TRIES = 5


@dataclass(frozen=True)
class Subject:
    """An extension, with the page that uses it."""

    name: str
    extensions: Sequence[str]
    client: clients.Client
    #: The endpoint that returns the memory of one kernel; None if there is none.
    kernel_path: str | None = None


SUBJECTS = (
    Subject("none", (), clients.nobody),
    Subject(FLOOR, (), clients.floor),
    Subject(
        "jupyterlab-headroom",
        ("jupyterlab_headroom",),
        clients.headroom,
        "jupyterlab-headroom/samples?since=999999999",
    ),
    Subject(
        "jupyter-resource-usage",
        ("jupyter_resource_usage",),
        clients.resource_usage,
        "api/metrics/v1/kernel_usage/get_usage/{kernel}",
    ),
    Subject("jupyterlab-nvdashboard", ("jupyterlab_nvdashboard",), clients.nvdashboard),
)


@dataclass(frozen=True)
class Measured:
    """What one subject cost."""

    figures: dict[str, Any]
    traffic: Traffic
    seconds: float
    #: Response times of requests about the stuck kernel, while it holds the GIL.
    stuck_ms: list[float]


def measure(subject: Subject, port: int, seconds: float, count: int = FULL_COUNT) -> Measured:
    """Start a server, its kernels and its page, and measure for `seconds`."""
    with server(subject.name, port, subject.extensions) as running:
        kernels = [running.start_kernel() for _ in range(KERNELS)]
        running.run(kernels[1], LARGE.format(count=count), wait=True)
        running.run(kernels[-1], STUCK, wait=False)
        measured = asyncio.run(_watch(running, subject, kernels, seconds))
        for kernel in kernels:
            running.request(f"api/kernels/{kernel}", method="DELETE")
    return measured


async def _watch(
    running: Server, subject: Subject, kernels: Sequence[str], seconds: float
) -> Measured:
    # Let the after-effects of the start pass, so that they do not count.
    await asyncio.sleep(4)
    running.probe("loop")
    # Request the large kernel, as if its notebook were in front; unlike the stuck one, it responds.
    await subject.client(running.port, kernels[1], Traffic(), seconds)
    late_ms = running.probe("cpu")["late_ms"]
    traffic = Traffic()
    await subject.client(running.port, kernels[1], traffic, seconds)
    figures = running.probe() | {"late_ms": late_ms}
    stuck_ms = []
    if subject.kernel_path is not None:
        path = subject.kernel_path.format(kernel=kernels[-1])
        for _ in range(GIL_TRIES):
            stuck_ms.append(await clients.answer_ms(running.port, path, 15))
    return Measured(figures, traffic, seconds, stuck_ms)

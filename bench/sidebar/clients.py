"""Pages that look at a server: they ask what the real front ends ask, as often as they do."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from bench.common.server import TOKEN

#: As a browser sends them.
_HEADERS = (
    "Host: 127.0.0.1\r\n"
    f"Authorization: token {TOKEN}\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Content-Type: application/json\r\n"
)


@dataclass
class Traffic:
    """What came, and how long it took."""

    answers_ms: list[float] = field(default_factory=list)
    body_bytes: int = 0
    wire_bytes: int = 0


Client = Callable[[int, str, Traffic, float], Awaitable[None]]


async def get(port: int, path: str, traffic: Traffic) -> bytes:
    """Ask over a connection of its own, so that every byte of the answer is counted."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /{path} HTTP/1.1\r\n{_HEADERS}Connection: close\r\n\r\n".encode())
    answer = await reader.read(-1)
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    traffic.answers_ms.append((time.perf_counter() - start) * 1000)
    traffic.body_bytes += len(body)
    traffic.wire_bytes += len(answer)
    return gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body


async def headroom(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """Our page: the panel is open, every 2 s the samples that are new."""
    first = json.loads(await get(port, "jupyterlab-headroom/samples", Traffic()))
    seq, revision, epoch = first["seq"], first["revision"], first["epoch"]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(2)
        query = f"since={seq}&revision={revision}&epoch={epoch}"
        answer = json.loads(await get(port, f"jupyterlab-headroom/samples?{query}", traffic))
        seq, revision = answer["seq"], answer["revision"]


async def resource_usage(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """The status bar and the panel of one kernel, each every 5 s (its default)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await get(port, "api/metrics/v1", traffic)
        try:
            usage = get(port, f"api/metrics/v1/kernel_usage/get_usage/{kernel_id}", traffic)
            await asyncio.wait_for(usage, 4)
        except asyncio.TimeoutError:
            traffic.answers_ms.append(4000)
        await asyncio.sleep(5)


async def nvdashboard(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """One pane, the machine's resources, every 100 ms (its default)."""
    request = HTTPRequest(
        f"ws://127.0.0.1:{port}/nvdashboard/cpu_resource",
        headers={"Authorization": f"token {TOKEN}"},
    )
    socket = await websocket_connect(request)
    await socket.write_message(json.dumps({"updateFrequency": 100, "isPaused": False}))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        message = await socket.read_message()
        if message is None:
            break
        traffic.body_bytes += len(message)
        traffic.wire_bytes += len(message) + 4
    socket.close()


async def floor(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """A page that asks as often as ours, and is answered nothing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(2)
        await get(port, "headroom-empty", traffic)


async def nobody(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """No page at all."""
    await asyncio.sleep(seconds)


async def answer_ms(port: int, path: str, timeout: float) -> float:
    """Ask once; return how long the answer took, `timeout` where none came."""
    client, start = AsyncHTTPClient(), time.perf_counter()
    request = HTTPRequest(
        f"http://127.0.0.1:{port}/{path}",
        headers={"Authorization": f"token {TOKEN}"},
        request_timeout=timeout,
    )
    await client.fetch(request, raise_error=False)
    return (time.perf_counter() - start) * 1000

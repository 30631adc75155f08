"""Simulated pages that send the same requests as the real front ends, and as often."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from bench.common.server import TOKEN

#: The headers that a browser sends.
_HEADERS = (
    "Host: 127.0.0.1\r\n"
    f"Authorization: token {TOKEN}\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Content-Type: application/json\r\n"
)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass
class Traffic:
    """What was received, and how long it took."""

    answers_ms: list[float] = field(default_factory=list)
    body_bytes: int = 0
    wire_bytes: int = 0


class Page:
    """Sends requests to a server over one persistent connection, as a browser does."""

    def __init__(self, port: int, traffic: Traffic) -> None:
        self.port = port
        self.traffic = traffic
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Send a request and return the body; every byte of the response is counted."""
        start = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            head, body = await self._ask(*self._streams, path)
        except BaseException:
            # Also on cancellation: a late response must not be taken for that of the next request.
            self.close()
            raise
        self.traffic.answers_ms.append((time.perf_counter() - start) * 1000)
        self.traffic.body_bytes += len(body)
        self.traffic.wire_bytes += len(head) + len(body)
        return gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
    ) -> tuple[bytes, bytes]:
        writer.write(f"GET /{path} HTTP/1.1\r\n{_HEADERS}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if length is None:
            raise ValueError(f"An answer without a length: {head!r}")
        return head, await reader.readexactly(int(length[1]))

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


Client = Callable[[int, str, Traffic, float], Awaitable[None]]


async def headroom(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """Our page with the panel open: requests new samples every 2 s."""
    page = Page(port, Traffic())
    first = json.loads(await page.get("jupyterlab-headroom/samples"))
    page.traffic = traffic
    seq, revision, epoch = first["seq"], first["revision"], first["epoch"]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(2)
        query = f"since={seq}&revision={revision}&epoch={epoch}"
        answer = json.loads(await page.get(f"jupyterlab-headroom/samples?{query}"))
        seq, revision = answer["seq"], answer["revision"]
    page.close()


async def resource_usage(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """The status bar and the panel of one kernel, each polled every 5 s (the default)."""
    page, end = Page(port, traffic), time.monotonic() + seconds
    while time.monotonic() < end:
        await page.get("api/metrics/v1")
        try:
            usage = page.get(f"api/metrics/v1/kernel_usage/get_usage/{kernel_id}")
            await asyncio.wait_for(usage, 4)
        except asyncio.TimeoutError:
            traffic.answers_ms.append(4000)
        await asyncio.sleep(5)
    page.close()


async def nvdashboard(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """One pane with the machine's resources, updated every 100 ms (the default)."""
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
    """A page that polls as often as ours but gets empty responses."""
    page, end = Page(port, traffic), time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(2)
        await page.get("headroom-empty")
    page.close()


async def nobody(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """No page at all."""
    await asyncio.sleep(seconds)


async def answer_ms(port: int, path: str, timeout: float) -> float:
    """Send one request; return how long the response took, or the timeout if none came."""
    client, start = AsyncHTTPClient(), time.perf_counter()
    request = HTTPRequest(
        f"http://127.0.0.1:{port}/{path}",
        headers={"Authorization": f"token {TOKEN}"},
        request_timeout=timeout,
    )
    await client.fetch(request, raise_error=False)
    return (time.perf_counter() - start) * 1000

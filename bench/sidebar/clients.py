"""Pages that look at a server: they ask what the real front ends ask, as often as they do."""

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

#: As a browser sends them.
_HEADERS = (
    "Host: 127.0.0.1\r\n"
    f"Authorization: token {TOKEN}\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Content-Type: application/json\r\n"
)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass
class Traffic:
    """What came, and how long it took."""

    answers_ms: list[float] = field(default_factory=list)
    body_bytes: int = 0
    wire_bytes: int = 0


class Page:
    """Asks a server over one connection that it keeps, as a browser does."""

    def __init__(self, port: int, traffic: Traffic) -> None:
        self.port = port
        self.traffic = traffic
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> bytes:
        """Ask, and return the body; every byte of the answer is counted."""
        start = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            head, body = await self._ask(*self._streams, path)
        except BaseException:
            # Also where nobody waits any longer: the answer must not be taken for the next one.
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
        """Close the connection; the next question opens another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


Client = Callable[[int, str, Traffic, float], Awaitable[None]]


async def headroom(port: int, kernel_id: str, traffic: Traffic, seconds: float) -> None:
    """Our page: the panel is open, every 2 s the samples that are new."""
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
    """The status bar and the panel of one kernel, each every 5 s (its default)."""
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
    page, end = Page(port, traffic), time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(2)
        await page.get("headroom-empty")
    page.close()


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

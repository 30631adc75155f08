"""Runs blocking reads off the event loop, without ever waiting for a hung file system.

Executor threads are joined when the interpreter exits: one that hangs in a dead network file system
would keep the server from stopping, and would occupy a pool shared with others. So each read gets a
daemon thread of its own, a few at a time. After a timeout the caller gets an error, and the thread
is abandoned.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class Busy(Exception):
    """All threads are still reading."""


class Worker:
    """Runs functions in daemon threads, at most `limit` at a time."""

    def __init__(self, name: str, limit: int = 4) -> None:
        self._name = name
        self._free = threading.Semaphore(limit)

    async def run(self, function: Callable[[], Result], timeout_s: float) -> Result:
        """Return what `function` returns; raises `Busy`, `TimeoutError` or what it raises."""
        if not self._free.acquire(blocking=False):
            raise Busy
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        try:
            threading.Thread(
                target=self._call, args=(function, loop, future), name=self._name, daemon=True
            ).start()
        except RuntimeError:
            self._free.release()
            raise Busy from None
        # Python 3.10: asyncio's error is not yet the built-in one.
        try:
            return await asyncio.wait_for(future, timeout_s)
        except asyncio.TimeoutError:
            raise TimeoutError from None

    def _call(
        self,
        function: Callable[[], Result],
        loop: asyncio.AbstractEventLoop,
        future: asyncio.Future[Result],
    ) -> None:
        try:
            outcome: tuple[object, ...] = (_succeed, future, function())
        except BaseException as error:  # noqa: BLE001 - passed on to the caller
            outcome = (_fail, future, error)
        # Released before the result is delivered, as the caller may start the next read at once.
        self._free.release()
        self._hand_over(loop, *outcome)

    @staticmethod
    def _hand_over(loop: asyncio.AbstractEventLoop, *call: object) -> None:
        try:
            loop.call_soon_threadsafe(*call)  # type: ignore[arg-type]
        except RuntimeError:  # the server has stopped in the meantime
            return


def _succeed(future: asyncio.Future[Result], result: Result) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[object], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)

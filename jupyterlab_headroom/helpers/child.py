"""The code that runs in a helper process: `python -I -S -B child.py PROGRAM SETTINGS`.

It uses only the standard library, because neither this package nor any other can be imported there.
PROGRAM is a file under the same restriction, with a function `main(link)`. The server imports this
module too, for the message format: a length of four bytes, then `[kind, value]` as JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

_LENGTH_BYTES = 4
_READ_BYTES = 65536
_PR_SET_PDEATHSIG = 1


class TooLarge(ValueError):
    """A message is larger than the limit that both sides have agreed on."""


def pack(kind: str, value: object, max_bytes: int) -> bytes:
    """Return a message as bytes. Raises `TooLarge`, or `json`'s error for an unsuitable value."""
    body = json.dumps([kind, value], separators=(",", ":"), allow_nan=False).encode()
    if len(body) > max_bytes:
        raise TooLarge(f"a message of {len(body)} bytes, {max_bytes} at most")
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


class Unpacker:
    """Splits a stream of bytes into messages; never holds much more than one message."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes that were read from the pipe."""
        self._buffer += data

    def take(self) -> tuple[str, Any] | None:
        """Return the kind and value of the next message; `None` if it is not complete yet.

        Raises `TooLarge`, or another `ValueError` if the bytes are not a message.
        """
        if len(self._buffer) < _LENGTH_BYTES:
            return None
        length = int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
        if length > self._max_bytes:
            raise TooLarge(f"a message of {length} bytes, {self._max_bytes} at most")
        end = _LENGTH_BYTES + length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_LENGTH_BYTES:end])
        del self._buffer[:end]
        try:
            message = json.loads(body)
        except RecursionError:
            raise ValueError("a message that is nested too deeply") from None
        match message:
            case [str(kind), value]:
                return kind, value
        raise ValueError("not a message")


class Link:
    """The program's end of the pipes to the server."""

    def __init__(self, read_fd: int, write_fd: int, settings: dict[str, Any]) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._max_bytes: int = settings["max_message_bytes"]
        self._cpu_seconds: int | None = settings["cpu_seconds"]
        self._unpacker = Unpacker(self._max_bytes)
        self._is_asked = False

    def receive(self, seconds: float | None = None) -> tuple[str, Any] | None:
        """Return ("ask" or "tell", value); `None` if nothing arrived within `seconds`.

        Raises `EOFError`, which ends the program, when the server is gone or no longer needs it.
        """
        while (message := self._unpacker.take()) is None:
            if not select.select([self._read_fd], [], [], seconds)[0]:
                return None
            data = os.read(self._read_fd, _READ_BYTES)
            if not data:
                raise EOFError
            self._unpacker.feed(data)
        self._is_asked = message[0] == "ask"
        if self._cpu_seconds is not None:
            allow_cpu(self._cpu_seconds)
        return message

    def answer(self, value: object) -> None:
        """Answer the last message if its kind was "ask"; each of those gets exactly one answer.

        Otherwise raises `RuntimeError`, as the server would take this for the answer to the next
        request.
        """
        if not self._is_asked:
            raise RuntimeError("nothing was asked")
        data = pack("answer", value, self._max_bytes)
        self._is_asked = False
        self._send(data)

    def send_event(self, value: object) -> None:
        """Send the server a message that it did not ask for."""
        self._send(pack("event", value, self._max_bytes))

    def send_failure(self, reason: str, text: str) -> None:
        """Tell the server why the program is about to end."""
        self._send(pack("failed", [reason, text[:500]], self._max_bytes))

    def serve(self, handle: Callable[[Any], object]) -> None:
        """Answer each request with `handle(value)` until the server no longer needs the helper."""
        while (message := self.receive()) is not None:
            kind, value = message
            result = handle(value)
            if kind == "ask":
                self.answer(result)

    def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._write_fd, rest) :]


def end_with_parent(parent_pid: int) -> None:
    """Arrange to be killed when the server dies, even if a fork of it keeps our pipe open.

    Linux sends the signal when the thread that started us ends, which is the supervising thread.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # the server died before the call
        raise EOFError


def limit_memory(max_bytes: int) -> None:
    """Make allocations beyond this address space fail, and disable core dumps."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = max_bytes if hard == resource.RLIM_INFINITY else min(max_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """Have SIGXCPU end the process once it has used this much more CPU time."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + 1 + seconds
    most = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def take_pipes() -> tuple[int, int]:
    """Move the pipes off stdin and stdout, so that prints cannot corrupt messages; return both."""
    read_fd, write_fd = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return read_fd, write_fd


def run(program: str, link: Link) -> None:
    """Run a program; if it fails, tell the server why."""
    is_out_of_memory = False
    try:
        spec = spec_from_file_location("program", program)
        if spec is None or spec.loader is None:
            raise ImportError(f"{program} is no Python file")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        module.main(link)
    except (EOFError, BrokenPipeError):
        return
    except MemoryError:
        is_out_of_memory = True
    except TooLarge as error:
        link.send_failure("too-large", str(error))
    except BaseException as error:
        link.send_failure("crashed", f"{type(error).__name__}: {error}")
        raise
    if is_out_of_memory:
        # Not in the handler: the exception kept the program's frames, and so their memory, alive.
        link.send_failure("memory", "")


def start(arguments: list[str]) -> None:
    """Take over the pipes, set the limits, and run the program."""
    program, settings = arguments[0], json.loads(arguments[1])
    link = Link(*take_pipes(), settings)
    with contextlib.suppress(EOFError):
        end_with_parent(settings["parent_pid"])
        limit_memory(settings["address_space_bytes"])
        run(program, link)


if __name__ == "__main__":
    start(sys.argv[1:])

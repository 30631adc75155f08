"""What runs in a helper process: `python -I -S -B child.py PROGRAM SETTINGS`.

Standard library only, because neither this package nor any other can be imported there. PROGRAM
is a file of the same kind with a function `main(link)`. The server imports this module as well,
for the form of the messages: four bytes of length, then `[kind, value]` as JSON.
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
    """A message is larger than both sides have agreed on."""


def pack(kind: str, value: object, max_bytes: int) -> bytes:
    """Return one message. Raises `TooLarge`, or what `json` raises for a value that is no JSON."""
    body = json.dumps([kind, value], separators=(",", ":"), allow_nan=False).encode()
    if len(body) > max_bytes:
        raise TooLarge(f"a message of {len(body)} bytes, {max_bytes} at most")
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


class Unpacker:
    """Cuts a stream of bytes into messages; never holds much more than one of them."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Add what was read from the pipe."""
        self._buffer += data

    def take(self) -> tuple[str, Any] | None:
        """Return kind and value of the next message, `None` when it is not whole yet.

        Raises `TooLarge`, or another `ValueError` when the bytes are no message.
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
    """A program's end of the pipes to the server."""

    def __init__(self, read_fd: int, write_fd: int, settings: dict[str, Any]) -> None:
        self._read_fd = read_fd
        self._write_fd = write_fd
        self._max_bytes: int = settings["max_message_bytes"]
        self._cpu_seconds: int | None = settings["cpu_seconds"]
        self._unpacker = Unpacker(self._max_bytes)
        self._is_asked = False

    def receive(self, seconds: float | None = None) -> tuple[str, Any] | None:
        """Return ("ask" or "tell", value), `None` when nothing came within `seconds`.

        Raises `EOFError` when the server is gone or needs the helper no more: the program ends.
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
        """Answer the last message, which was of kind "ask": each gets exactly one answer.

        Raises `RuntimeError` otherwise: the server would take it for the answer to the next one.
        """
        if not self._is_asked:
            raise RuntimeError("nothing was asked")
        data = pack("answer", value, self._max_bytes)
        self._is_asked = False
        self._send(data)

    def send_event(self, value: object) -> None:
        """Tell the server something that it did not ask for."""
        self._send(pack("event", value, self._max_bytes))

    def send_failure(self, reason: str, text: str) -> None:
        """Say why the program is about to end."""
        self._send(pack("failed", [reason, text[:500]], self._max_bytes))

    def serve(self, handle: Callable[[Any], object]) -> None:
        """Answer each request with `handle(value)` until the server needs the helper no more."""
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
    """Die when the server dies, even if a fork of it keeps our pipe open.

    Linux sends the signal when the thread that started us ends: it is the one that supervises us.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # the server died before the signal was asked for
        raise EOFError


def limit_memory(max_bytes: int) -> None:
    """Let allocations beyond this address space fail, and leave no core behind."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = max_bytes if hard == resource.RLIM_INFINITY else min(max_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """Let SIGXCPU end the process once it has worked this long from now on."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + 1 + seconds
    most = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def take_pipes() -> tuple[int, int]:
    """Return both ends of ours; what the program prints goes nowhere instead of between them."""
    read_fd, write_fd = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return read_fd, write_fd


def run(program: str, link: Link) -> None:
    """Run a program and tell the server why it failed, if it does."""
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
        # Only here, where the exception and with it the program's frames are gone.
        link.send_failure("memory", "")


def start(arguments: list[str]) -> None:
    """Take the pipes, set the limits, run the program."""
    program, settings = arguments[0], json.loads(arguments[1])
    link = Link(*take_pipes(), settings)
    with contextlib.suppress(EOFError):
        end_with_parent(settings["parent_pid"])
        limit_memory(settings["address_space_bytes"])
        run(program, link)


if __name__ == "__main__":
    start(sys.argv[1:])

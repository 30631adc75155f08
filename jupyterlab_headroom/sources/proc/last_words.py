"""What a process wrote to stderr at the very end, where that can be had without disturbing it.

Two places, both of the process's own user (or root):

- A file, when stderr was redirected to one. If the server shares the file, only lines in which
  a runtime says why it gives up are taken: the rest is other kernels' and the server's log.
- A pipe from the process to itself: ipykernel reads its own stderr that way. What it had no time
  to read is lost with it, unless somebody else holds the pipe open. We do, and read only then.

A terminal, a socket (the journal) or somebody else's pipe give nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

TAIL_BYTES = 10 * 1024
_LINES, _LINE_CHARACTERS = 20, 400
#: include/uapi/asm-generic/fcntl.h: the last two bits of `flags` in /proc/PID/fdinfo/FD.
_ACCESS_MODE, _READ_ONLY = 0o3, 0
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
#: faulthandler, C++'s terminate, glibc, assert, Python's own last line, Go, Rust.
_FATAL_MESSAGE = re.compile(
    r"^(?:Fatal Python error: |terminate called |  what\(\): |[\w.]+: .*Assertion .* failed"
    r"|(?:malloc|free|double free|corrupted|munmap_chunk|realloc)\b.*(?:\(\)|corrupt|invalid)"
    r"|(?:[A-Za-z_.]*Error|MemoryError)\b|fatal error: |thread '.*' panicked )"
)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    identity: tuple[int, int]
    #: Where the process began to write.
    start: int
    #: The server writes to the same file.
    shared: bool


class LastWords:
    """Follows the stderr of one process while it lives. Owned by one thread."""

    def __init__(self, pid: int, proc: Path = Path("/proc")) -> None:
        self._folder = proc / str(pid)
        self._stderr = f"{self._folder}/fd/2"
        self._link: str | None = None
        self._file: _File | None = None
        self._pipe: int | None = None

    def look(self) -> None:
        """Notice where stderr goes now: one readlink, unless it has changed."""
        try:
            link = os.readlink(self._stderr)  # noqa: PTH115 - no Path twice a second
        except OSError:  # gone, or another user's
            return
        if link == self._link:
            return
        self._link = link
        if link.startswith("pipe:["):
            self._hold_pipe(link)
        elif self._file is None:
            self._file = _file_at(Path(self._stderr), link)

    def read(self) -> tuple[str, ...]:
        """Return the last lines, oldest first. Call it once, after the end."""
        text = self._rest_of_pipe()
        words = _lines(text)
        if self._file is not None:
            words = (*_lines_of_file(self._file), *words)
        return words[-_LINES:]

    def close(self) -> None:
        """Give the pipe back."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None

    def _hold_pipe(self, link: str) -> None:
        """Open the reading end, if the process reads it itself: nobody else's is touched."""
        self.close()
        with contextlib.suppress(OSError):
            if any(_reads(self._folder, fd, link) for fd in os.listdir(self._folder / "fd")):  # noqa: PTH208
                flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
                self._pipe = os.open(self._stderr, flags)

    def _rest_of_pipe(self) -> bytes:
        if self._pipe is None:
            return b""
        rest = b""
        with contextlib.suppress(OSError):  # EAGAIN: a child of the process still writes to it
            while part := os.read(self._pipe, 65536):
                rest = (rest + part)[-TAIL_BYTES:]
        return rest


def _reads(folder: Path, fd: str, link: str) -> bool:
    if str((folder / "fd" / fd).readlink()) != link:
        return False
    flags = re.search(r"^flags:\s*([0-7]+)", (folder / "fdinfo" / fd).read_text(), re.MULTILINE)
    return flags is not None and int(flags[1], 8) & _ACCESS_MODE == _READ_ONLY


def _file_at(descriptor: Path, path: str) -> _File | None:
    try:
        status = descriptor.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    identity = (status.st_dev, status.st_ino)
    return _File(path, identity, status.st_size, identity in _own_outputs())


def _own_outputs() -> set[tuple[int, int]]:
    found = set()
    for fd in 1, 2:
        with contextlib.suppress(OSError):
            status = os.fstat(fd)
            found.add((status.st_dev, status.st_ino))
    return found


def _lines_of_file(file: _File) -> tuple[str, ...]:
    try:
        descriptor = os.open(file.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ()
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        if (status.st_dev, status.st_ino) != file.identity:  # rotated
            return ()
        opened.seek(max(file.start, status.st_size - TAIL_BYTES))
        lines = _lines(opened.read(TAIL_BYTES))
    return tuple(line for line in lines if _FATAL_MESSAGE.match(line)) if file.shared else lines


def _lines(text: bytes) -> tuple[str, ...]:
    """Printable lines without colours, empty ones left out."""
    plain = _ESCAPES.sub("", text.decode("utf-8", "replace"))
    lines = (line.rstrip()[:_LINE_CHARACTERS] for line in plain.splitlines())
    return tuple(line for line in lines if line)[-_LINES:]

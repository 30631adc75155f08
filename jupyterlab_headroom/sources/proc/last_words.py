"""The last lines that a process wrote to stderr, if they can be had without disturbing it.

There are two sources, each readable only by the user of the process (or root):

- A file, if stderr was redirected to one. If the server writes to the same file, only lines in
  which a runtime says why it gives up are used, as the rest is the log of the server and of other
  kernels.
- A pipe from the process to itself, which is how ipykernel reads its own stderr. Whatever it had no
  time to read is lost when it dies, unless somebody else holds the pipe open. We hold it open, and
  read from it only after the death.

A terminal, a socket (the journal) and a pipe to another process are of no use.
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
#: The lowest two bits of `flags` in /proc/PID/fdinfo/FD (include/uapi/asm-generic/fcntl.h).
_ACCESS_MODE, _READ_ONLY = 0o3, 0
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
#: Messages of faulthandler, C++'s terminate, glibc, assert, Python's tracebacks, Go and Rust.
_FATAL_MESSAGE = re.compile(
    r"^(?:Fatal Python error: |terminate called |  what\(\): |[\w.]+: .*Assertion .* failed"
    r"|(?:malloc|free|double free|corrupted|munmap_chunk|realloc)\b.*(?:\(\)|corrupt|invalid)"
    r"|(?:[A-Za-z_.]*Error|MemoryError)\b|fatal error: |thread '.*' panicked )"
)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    identity: tuple[int, int]
    #: Size of the file when the process was first seen to write to it.
    start: int
    #: The server itself writes to the same file.
    shared: bool


class LastWords:
    """Follows the stderr of one process while it is alive. Owned by one thread."""

    def __init__(self, pid: int, proc: Path = Path("/proc")) -> None:
        self._folder = proc / str(pid)
        self._stderr = f"{self._folder}/fd/2"
        self._link: str | None = None
        self._file: _File | None = None
        self._pipe: int | None = None

    def look(self) -> None:
        """Check where stderr goes now. Costs one readlink, unless that has changed."""
        try:
            link = os.readlink(self._stderr)  # noqa: PTH115 - called twice a second, and Path is slow
        except OSError:  # the process is gone, or another user's
            return
        if link == self._link:
            return
        self._link = link
        if link.startswith("pipe:["):
            self._hold_pipe(link)
        elif self._file is None:
            self._file = _file_at(Path(self._stderr), link)

    def read(self) -> tuple[str, ...]:
        """Return the last lines, oldest first. Call this once, after the process has ended."""
        text = self._rest_of_pipe()
        words = _lines(text)
        if self._file is not None:
            words = (*_lines_of_file(self._file), *words)
        return words[-_LINES:]

    def close(self) -> None:
        """Close the pipe."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None

    def _hold_pipe(self, link: str) -> None:
        """Open the reading end, but only if it is the process itself that reads the pipe."""
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
        if (status.st_dev, status.st_ino) != file.identity:  # the file was rotated
            return ()
        opened.seek(max(file.start, status.st_size - TAIL_BYTES))
        lines = _lines(opened.read(TAIL_BYTES))
    return tuple(line for line in lines if _FATAL_MESSAGE.match(line)) if file.shared else lines


def _lines(text: bytes) -> tuple[str, ...]:
    """Return the last lines without escape sequences, cut to length; empty ones are left out."""
    plain = _ESCAPES.sub("", text.decode("utf-8", "replace"))
    lines = (line.rstrip()[:_LINE_CHARACTERS] for line in plain.splitlines())
    return tuple(line for line in lines if line)[-_LINES:]

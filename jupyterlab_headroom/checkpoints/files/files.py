"""Opens files safely: regular files only, bounded reads, bounded time.

A notebook may name anything: a FIFO would block forever, and opening a device can have side
effects. So the file type is checked before opening, and again afterwards.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown

#: At most this many entries of a directory are looked at: a notebook may name any directory.
MAX_DIRECTORY_ENTRIES = 10_000


class Identity(NamedTuple):
    """Identifies a file and its state, to detect whether it has changed since it was read."""

    device: int
    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The time one answer may take, in seconds of `clock`."""

    deadline: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def seconds(cls, seconds: float) -> Budget:
        """Return a budget that ends this many seconds from now."""
        return cls(time.monotonic() + seconds)

    def check(self) -> None:
        """Raise `CheckpointError` when the time is up."""
        if self.clock() > self.deadline:
            raise CheckpointError("timeout", "Reading the model's headers took too long.")


def status_of(path: Path) -> os.stat_result | None:
    """Return the status of what is at `path`, following links; `None` when nothing is there.

    Raises `CheckpointError` when that cannot be determined.
    """
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:  # link loop, name too long, NUL, permission
        raise unreadable(path, error) from None


def is_directory(path: Path) -> bool:
    """Return whether there is a directory at `path`."""
    status = status_of(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def is_file(path: Path) -> bool:
    """Return whether there is a regular file at `path`."""
    status = status_of(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def is_inside(name: str) -> bool:
    """Return whether a file name found in a file stays inside the directory of that file."""
    path = Path(name)
    return bool(name) and "\0" not in name and not path.is_absolute() and ".." not in path.parts


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, Identity]]:
    """Open a regular file for reading; anything else is refused without opening it."""
    status = status_of(path)
    if status is None:
        raise CheckpointError("missing", f"There is no file {shown(path.name)}.")
    _require_regular(status, path)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise unreadable(path, error) from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _require_regular(status, path)
        yield file, Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def read_exactly(file: BinaryIO, count: int) -> bytes:
    """Return the next `count` bytes; raises `CheckpointError` if the file ends before that."""
    data = file.read(count)
    if len(data) < count:
        raise CheckpointError("torn", "The file ends inside its header: it is cut off.")
    return data


def unreadable(path: Path, error: Exception) -> CheckpointError:
    """Return our error for one from the operating system."""
    if isinstance(error, PermissionError):
        return CheckpointError("not-readable", f"{shown(path.name)} may not be read.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return CheckpointError("refused", f"{shown(path.name)} cannot be opened: {reason}.")


def _require_regular(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CheckpointError("refused", f"{shown(path.name)} is not a regular file.")

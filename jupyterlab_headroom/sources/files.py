"""Reads the small files of the Linux kernel quickly, without raising for a file that is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: Bytes per read. Only `mountinfo` of a container host may be longer, and needs `read_text`.
_ONE_READ = 16384
#: Returns a file as text, `None` if it cannot be read: `read_text` or `KeptFiles.read`.
Reader = Callable[[str], str | None]
_KIB = 1024
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_COUNTER = re.compile(r"^(\w+) (\d+)$", re.MULTILINE | re.ASCII)


@dataclass(frozen=True)
class Roots:
    """Where procfs and sysfs are mounted; tests use directories of their own."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")

    def here(self, mount_point: str) -> Path:
        """Translate a mount point from the mount table: below `/sys`, to below our `sys`."""
        path = Path(mount_point)
        return self.sys / path.relative_to("/sys") if path.is_relative_to("/sys") else path


def read_text(path: Path | str) -> str | None:
    """Return the text of a whole file; `None` if it does not exist or may not be read."""
    try:
        fd = os.open(path, os.O_RDONLY | _CLOSE_ON_EXEC)
    except OSError:
        return None
    try:
        parts = []
        while part := os.read(fd, _ONE_READ):
            parts.append(part)
    except OSError:
        return None
    finally:
        os.close(fd)
    return b"".join(parts).decode("utf-8", "replace")


class KeptFiles:
    """Reads the same files repeatedly through descriptors kept open, which is four times faster.

    When a control group is removed, its descriptor fails (ENODEV). The path is then opened again,
    as there may be a new group of the same name. Not thread-safe: each thread needs its own.
    """

    def __init__(self, max_open: int = 128) -> None:
        self._max_open = max_open
        self._open: dict[str, int] = {}

    def __del__(self) -> None:
        # Descriptors are plain numbers, so nothing else would ever close them.
        self.close()

    def read(self, path: str) -> str | None:
        """Return the text of a file; `None` if it cannot be read."""
        fd = self._open.get(path)
        if fd is not None:
            # Not `_pread`: at thirty reads a second, the call would cost as much as all the rest.
            try:
                return os.pread(fd, _ONE_READ, 0).decode("utf-8", "replace")
            except OSError:
                self._close(path)
        return self._first_read(path)

    def forget(self, path: str) -> None:
        """Close a file that is no longer needed."""
        if path in self._open:
            self._close(path)

    def close(self) -> None:
        """Close all files; reading one opens it again."""
        for path in list(self._open):
            self._close(path)

    def _first_read(self, path: str) -> str | None:
        try:
            fd = os.open(path, os.O_RDONLY | _CLOSE_ON_EXEC)
        except OSError:
            return None
        text = _pread(fd)
        if text is None:
            os.close(fd)
            return None
        while len(self._open) >= self._max_open:
            self._close(next(iter(self._open)))
        self._open[path] = fd
        return text

    def _close(self, path: str) -> None:
        os.close(self._open.pop(path))


def _pread(fd: int) -> str | None:
    try:
        return os.pread(fd, _ONE_READ, 0).decode("utf-8", "replace")
    except OSError:
        return None


def to_int(text: str | None) -> int | None:
    """Return the number that a text consists of; `None` for "max" and for anything else."""
    text = text.strip() if text is not None else ""
    return int(text) if text.isascii() and text.isdigit() else None


def pick_counter(text: str | None, name: str) -> int | None:
    """Return one counter of memory.stat. Faster than parsing: only five of fifty lines are used."""
    _, found, rest = f"\n{text or ''}".partition(f"\n{name} ")
    return to_int(rest.partition("\n")[0]) if found else None


def pick_kib(text: str | None, names: Iterable[str]) -> dict[str, int | None]:
    """Return the values of the named lines `Name:   123 kB` in bytes; `None` for missing ones.

    Searching for each name takes a quarter of the time of matching a pattern against fifty lines.
    """
    text = f"\n{text or ''}\n"
    sizes: dict[str, int | None] = {}
    for name in names:
        begin = text.find(f"\n{name}:")
        # If this line has no unit, one of a later line is found, and what is between is no number.
        end = text.find(" kB\n", begin)
        number = to_int(text[begin + len(name) + 2 : end]) if 0 <= begin < end else None
        sizes[name] = None if number is None else number * _KIB
    return sizes


def parse_counters(text: str | None) -> dict[str, int]:
    """Parse `name value` lines, as in memory.stat and memory.events; other lines are skipped."""
    return {name: int(value) for name, value in _COUNTER.findall(text or "")}

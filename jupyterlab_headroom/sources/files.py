"""Reading kernel files: small, quick, and never an exception for a file that is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: Every file we read is smaller; `mountinfo` of a container host may be longer, see `read_all`.
_ONE_READ = 16384
#: Returns a file as text, `None` where it cannot: `read_text`, or `KeptFiles.read`.
Reader = Callable[[str], str | None]
_KIB = 1024
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
_COUNTER = re.compile(r"^(\w+) (\d+)$", re.MULTILINE | re.ASCII)


@dataclass(frozen=True)
class Roots:
    """Where procfs and sysfs are; tests point them at trees of their own."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")

    def here(self, mount_point: str) -> Path:
        """Return where a path under `/sys` (as the mount table names it) lies for us."""
        path = Path(mount_point)
        return self.sys / path.relative_to("/sys") if path.is_relative_to("/sys") else path


def read_text(path: Path | str) -> str | None:
    """Return a whole file, or `None` where it is not there or not ours to read."""
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
    """Reads the same files again and again through kept descriptors (four times quicker).

    A control group that is removed makes the kept descriptor fail (ENODEV); the path is then
    tried once more, because a group of the same name may have come since.
    Not for threads: the sampler owns one.
    """

    def __init__(self, max_open: int = 128) -> None:
        self._max_open = max_open
        self._open: dict[str, int] = {}

    def __del__(self) -> None:
        # Descriptors are plain numbers: nobody else would ever close them.
        self.close()

    def read(self, path: str) -> str | None:
        """Return the file's text, or `None` where it cannot be read."""
        fd = self._open.get(path)
        if fd is not None:
            # Not `_pread`: thirty reads a second, and a call costs as much as the rest.
            try:
                return os.pread(fd, _ONE_READ, 0).decode("utf-8", "replace")
            except OSError:
                self._close(path)
        return self._first_read(path)

    def forget(self, path: str) -> None:
        """Close a file that is not wanted any more."""
        if path in self._open:
            self._close(path)

    def close(self) -> None:
        """Close everything; reading again opens again."""
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
    """Return the number a file holds; `None` for "max", for nothing, and for anything else."""
    text = text.strip() if text is not None else ""
    return int(text) if text.isascii() and text.isdigit() else None


def pick_counter(text: str | None, name: str) -> int | None:
    """Return one counter of memory.stat: five of fifty lines are wanted, once a second."""
    _, found, rest = f"\n{text or ''}".partition(f"\n{name} ")
    return to_int(rest.partition("\n")[0]) if found else None


def pick_kib(text: str | None, names: Iterable[str]) -> dict[str, int | None]:
    """Return the named `Name:   123 kB` lines as bytes; `None` for those that are not there.

    A search for each costs a quarter of a pattern that is tried on each of fifty lines.
    """
    text = f"\n{text or ''}\n"
    sizes: dict[str, int | None] = {}
    for name in names:
        begin = text.find(f"\n{name}:")
        # The unit of a later line leaves more than a number between the two.
        end = text.find(" kB\n", begin)
        number = to_int(text[begin + len(name) + 2 : end]) if 0 <= begin < end else None
        sizes[name] = None if number is None else number * _KIB
    return sizes


def parse_counters(text: str | None) -> dict[str, int]:
    """Parse `name value` lines, as in memory.stat and memory.events; odd lines are skipped."""
    return {name: int(value) for name, value in _COUNTER.findall(text or "")}

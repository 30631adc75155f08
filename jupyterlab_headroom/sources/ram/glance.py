"""Reads one control group and one process, cheaply enough for every few milliseconds."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from jupyterlab_headroom.nouns.counters import Level
from jupyterlab_headroom.nouns.glance import Glance
from jupyterlab_headroom.sources.cgroup.memcg import v1_limit
from jupyterlab_headroom.sources.files import to_int

#: Each of the files contains one short line.
_ONE_READ = 256
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)


class GlanceReader:
    """Keeps three files open and reads them, in 8 us as measured. Not thread-safe.

    A file that has failed once stays closed: a later process with the same pid, or a later group
    with the same name, would not be the one that was asked for.
    """

    def __init__(
        self,
        level: Level | None,
        pid: int,
        *,
        proc: Path = Path("/proc"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open the files. What cannot be opened is unknown in every glance. Never raises.

        `level`: the group whose limit is nearest; `None` if there is none.
        """
        self._is_v1 = level is not None and level.version == 1
        self._clock = clock
        self._page_bytes = os.sysconf("SC_PAGE_SIZE")
        usage, limit = (
            ("memory.usage_in_bytes", "memory.limit_in_bytes")
            if self._is_v1
            else ("memory.current", "memory.max")
        )
        folder = level.directory if level else None
        self._usage = _KeptFile(folder / usage if folder else None)
        self._limit = _KeptFile(folder / limit if folder else None)
        self._statm = _KeptFile(proc / str(pid) / "statm")

    def read(self) -> Glance:
        """Read all values once."""
        limit = to_int(self._limit.read())
        # statm: size, resident, shared, ... in pages.
        fields = (self._statm.read() or "").split(" ", 2)
        # A process that has ended but not been reaped has a size of 0.
        pages = to_int(fields[1]) if len(fields) > 1 and fields[0] != "0" else None
        return Glance(
            monotonic=self._clock(),
            usage_bytes=to_int(self._usage.read()),
            limit_bytes=v1_limit(limit) if self._is_v1 else limit,
            resident_bytes=None if pages is None else pages * self._page_bytes,
        )

    def close(self) -> None:
        """Close the files."""
        for file in (self._usage, self._limit, self._statm):
            file.close()


class _KeptFile:
    """One open file that is read from the start each time."""

    def __init__(self, path: Path | None) -> None:
        self._fd: int | None = None
        if path is not None:
            try:
                self._fd = os.open(path, os.O_RDONLY | _CLOSE_ON_EXEC)
            except OSError:
                return

    def __del__(self) -> None:
        # A descriptor is a plain number, so nothing else would ever close it.
        self.close()

    def read(self) -> str | None:
        if self._fd is None:
            return None
        try:
            return os.pread(self._fd, _ONE_READ, 0).decode("ascii", "replace")
        except OSError:
            self.close()
            return None

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

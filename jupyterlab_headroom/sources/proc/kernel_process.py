"""What is remembered about a kernel's process from one reading to the next."""

from __future__ import annotations

from collections.abc import Collection

from jupyterlab_headroom.cadence import turns
from jupyterlab_headroom.nouns.memory import ProcessReading


class KernelProcess:
    """The process of one kernel. Mutable, for use by one thread only."""

    __slots__ = ("_quiet_looks", "group_used_bytes", "last_cgroup", "pid", "reading")

    def __init__(self, pid: int, before: KernelProcess | None = None) -> None:
        """Start with a new process; `before` is the previous process of the same kernel."""
        self.pid = pid
        #: Its memory when it was last read; `None` if it has never been seen.
        self.reading: ProcessReading | None = None
        #: Text of /proc/PID/cgroup when it, or else the previous process, was last alive.
        self.last_cgroup: str | None = before.last_cgroup if before is not None else None
        #: Memory of its group when it was last skipped, or considered for that.
        self.group_used_bytes: int | None = None
        self._quiet_looks = 0

    def is_quiet(self, members: Collection[int] | None) -> bool:
        """Tell whether it can be skipped in most turns while it is idle.

        `members`: the processes of its tree; `None` if unknown.
        """
        return turns.is_quiet(self._quiet_looks, None if members is None else len(members))

    def take(self, reading: ProcessReading | None) -> None:
        """Take over a reading; `None` if there is no such process."""
        before = self.reading
        if reading is None and self.last_cgroup is not None:
            # It was alive before, so it is known to be gone.
            reading = ProcessReading(self.pid, processes=0)
        same = before is not None and reading is not None and before.rss_bytes == reading.rss_bytes
        self._quiet_looks = self._quiet_looks + 1 if same else 0
        self.reading = reading

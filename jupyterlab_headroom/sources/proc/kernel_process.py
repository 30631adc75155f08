"""What is known of a kernel's process from one look to the next."""

from __future__ import annotations

from collections.abc import Collection

from jupyterlab_headroom.cadence import turns
from jupyterlab_headroom.nouns.memory import ProcessReading


class KernelProcess:
    """The process of one kernel. Mutable, one thread."""

    __slots__ = ("_quiet_looks", "group_used_bytes", "last_cgroup", "pid", "reading")

    def __init__(self, pid: int, before: KernelProcess | None = None) -> None:
        """Begin with a process; `before`: the one that it comes after."""
        self.pid = pid
        #: What it held when it was looked at last; `None`: it was never seen.
        self.reading: ProcessReading | None = None
        #: Text of its /proc/PID/cgroup while it, or the one before it, lived.
        self.last_cgroup: str | None = before.last_cgroup if before is not None else None
        #: What its group held when it was last left alone, or was to be.
        self.group_used_bytes: int | None = None
        self._quiet_looks = 0

    def is_quiet(self, members: Collection[int] | None) -> bool:
        """Tell whether it need not be looked at in each turn while it waits for work.

        `members`: the processes of its tree; `None`: not known.
        """
        return turns.is_quiet(self._quiet_looks, None if members is None else len(members))

    def take(self, reading: ProcessReading | None) -> None:
        """Take what a look has found; `None`: no such process."""
        before = self.reading
        if reading is None and self.last_cgroup is not None:
            # It lived, and is gone: that is known.
            reading = ProcessReading(self.pid, processes=0)
        same = before is not None and reading is not None and before.rss_bytes == reading.rss_bytes
        self._quiet_looks = self._quiet_looks + 1 if same else 0
        self.reading = reading

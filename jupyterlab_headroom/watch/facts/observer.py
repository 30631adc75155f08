"""Everything the watching thread reads from the operating system, in one place to fake."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from jupyterlab_headroom.nouns.counters import Level, LevelCounters, SharedMemory
from jupyterlab_headroom.nouns.facts import KernelLog
from jupyterlab_headroom.nouns.log_findings import LogFindings
from jupyterlab_headroom.sources.cgroup.counters import (
    read_counts,
    read_level,
    read_machine_oom_kill,
    read_oom_kill,
    read_shared_memory,
)
from jupyterlab_headroom.sources.cgroup.identity import container_ids, sees_host_pids
from jupyterlab_headroom.sources.cgroup.levels import LevelFinder
from jupyterlab_headroom.sources.files import KeptFiles, Roots
from jupyterlab_headroom.sources.kmsg.log import LogReader, read_log
from jupyterlab_headroom.sources.kmsg.readers import (
    KmsgFollower,
    LogText,
    RingFollower,
    read_journal,
)
from jupyterlab_headroom.sources.proc.last_words import LastWords
from jupyterlab_headroom.sources.proc.process_exit import (
    is_exiting,
    is_killed,
    says_exiting,
    was_killed,
)
from jupyterlab_headroom.sources.proc.procfs import Procfs, parse_faults, parse_status
from jupyterlab_headroom.sources.proc.trees import ProcessTable, TreeSource


@dataclass(frozen=True, slots=True)
class LogIdentity:
    """Names under which logs list a process, and where it is."""

    comm: str | None
    uid: int | None
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What changes while a process works, and is lost with it."""

    is_exiting: bool
    #: Pages of mapped files, part of ru_maxrss.
    file_bytes: int | None = None
    #: Anonymous and shared memory.
    held_bytes: int | None = None
    #: Pages that it was given so far.
    minor_faults: int | None = None


class Observer:
    """Reads counters, logs and process tables. Not for threads: the watching thread owns it."""

    def __init__(
        self,
        clock: Callable[[], float],
        roots: Roots | None = None,
        table: TreeSource | None = None,
    ) -> None:
        """Take over the reader of a shared `table`; `None`: keep a table of its own."""
        self._roots = roots or Roots()
        self._proc = str(self._roots.proc)
        # Twice a second, the same files: opening them anew was most of what this thread cost.
        self._files = KeptFiles()
        self._levels = LevelFinder(self._roots, self._files.read)
        self._table = table or ProcessTable(Procfs(self._roots), clock)
        self._kmsg = KmsgFollower()
        self._reader = LogReader()
        #: Asked where /dev/kmsg is refused.
        self._ring = RingFollower(clock)
        self._ring_reader = LogReader()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="headroom-journal")
        self._journal: Future[LogText] | None = None
        self.container_ids = container_ids(self._roots.proc)
        self._sees_host_pids = sees_host_pids(self._roots.proc)

    def identity_of(self, pid: int) -> LogIdentity:
        """Return the name, the user and the control groups (its own first) of a living process."""
        folder = f"{self._proc}/{pid}"
        comm = self._files.read(f"{folder}/comm")
        try:
            uid: int | None = os.stat(folder).st_uid  # noqa: PTH116 - no Path twice a second
        except OSError:
            uid = None
        name = comm.rstrip("\n") if comm else None
        return LogIdentity(name, uid, self._levels.levels_of(pid))

    def condition_of(self, pid: int) -> Condition:
        """Return the memory of a process, and whether it ends. Memory first: it goes first."""
        folder = f"{self._proc}/{pid}"
        memory = parse_status(self._files.read(f"{folder}/status"))
        stat = self._files.read(f"{folder}/stat")
        faults = parse_faults(stat)
        return Condition(says_exiting(stat), memory.file_bytes, memory.held_bytes, faults)

    def faults_of(self, pid: int) -> int | None:
        """Return how many pages a process was given so far; `None` where it ends."""
        stat = self._files.read(f"{self._proc}/{pid}/stat")
        return None if says_exiting(stat) else parse_faults(stat)

    def forget(self, pid: int) -> None:
        """Close what is kept of a process."""
        for name in ("cgroup", "comm", "stat", "statm", "status"):
            self._files.forget(f"{self._proc}/{pid}/{name}")

    def listen(self, pid: int) -> LastWords:
        """Follow the stderr of a process."""
        return LastWords(pid, self._roots.proc)

    def trees_of(self, pids: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return the processes below each pid, itself included."""
        return self._table.trees(pids)

    def counters(self, level: Level) -> LevelCounters:
        """Read all counters of one control group."""
        return read_level(level, self._files.read)

    def counts(self, level: Level) -> LevelCounters:
        """Read the counters of one control group that can rise."""
        return read_counts(level, self._files.read)

    def size_of(self, pid: int) -> str | None:
        """Return how much memory a process has, as Linux writes it: the quickest sign of life."""
        return self._files.read(f"{self._proc}/{pid}/statm")

    def oom_kill(self, level: Level) -> int | None:
        """Read the one counter that matters, quickly."""
        return read_oom_kill(level, self._files.read)

    def is_exiting(self, pid: int) -> bool:
        """Tell whether a process is on its way out."""
        return is_exiting(pid, self._roots.proc, self._files.read)

    def is_dying(self, pid: int) -> bool:
        """Tell whether a process is on its way out, or is about to be."""
        status = self._files.read(f"{self._proc}/{pid}/status")
        return self.is_exiting(pid) or is_killed(status)

    def was_killed(self, pid: int) -> bool:
        """Tell whether a child is gone, or was killed and waits for its parent to ask after it."""
        return was_killed(pid, self._roots.proc)

    def machine_oom_kill(self) -> int | None:
        """Read the machine's counter of OOM kills."""
        return read_machine_oom_kill(self._roots.proc, self._files.read)

    def shared_memory(self) -> SharedMemory | None:
        """Read the space in /dev/shm."""
        return read_shared_memory()

    def keep_up(self) -> None:
        """Read new records of the log, so that none is overwritten."""
        for line in self._kmsg.read().lines:
            self._reader.feed(line)

    def kernel_log(self) -> KernelLog:
        """Read the log of Linux, as far as it may be read."""
        self.keep_up()
        origin, refused, found = "/dev/kmsg", self._kmsg.refused, self._reader.findings
        if refused is not None:
            text = self._ring.read()
            for line in text.lines:
                self._ring_reader.feed(line)
            if text.refused is None:
                origin, refused, found = text.origin, None, self._ring_reader.findings
        return self._log(origin, refused, found)

    def journal(self) -> KernelLog | None:
        """Ask the journal, on a thread of its own; `None`: no answer yet, call again."""
        if self._journal is None:
            self._journal = self._worker.submit(read_journal)
        if not self._journal.done():
            return None
        text = self._journal.result()
        return self._log(text.origin, text.refused, read_log(text.lines))

    def forget_journal(self) -> None:
        """Make the next question a new one."""
        if self._journal is not None and self._journal.done():
            self._journal = None

    def _log(self, origin: str, refused: str | None, found: LogFindings) -> KernelLog:
        return KernelLog(
            origin=origin,
            refused=refused,
            kills=found.kills,
            faults=found.faults,
            daemon_kills=found.daemon_kills,
            pids_match=self._sees_host_pids,
        )

    def close(self) -> None:
        """Give everything back."""
        self._kmsg.close()
        self._files.close()
        self._worker.shutdown(wait=False, cancel_futures=True)

"""Everything the watching thread reads from the system, in one place that tests can replace."""

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
    """How logs refer to a process: its name, user and control groups."""

    comm: str | None
    uid: int | None
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Values that change while a process runs, and are lost when it ends."""

    is_exiting: bool
    #: Pages of mapped files, part of ru_maxrss.
    file_bytes: int | None = None
    #: Anonymous and shared memory.
    held_bytes: int | None = None
    #: Number of pages it has been given so far.
    minor_faults: int | None = None


class Observer:
    """Reads counters, logs and the process table. Only for the watching thread, which owns it."""

    def __init__(
        self,
        clock: Callable[[], float],
        roots: Roots | None = None,
        table: TreeSource | None = None,
    ) -> None:
        """Use `table`, the reader of a shared process table; `None`: use a table of our own."""
        self._roots = roots or Roots()
        self._proc = str(self._roots.proc)
        # The same files are read twice a second; opening them each time was most of the cost.
        self._files = KeptFiles()
        self._levels = LevelFinder(self._roots, self._files.read)
        self._table = table or ProcessTable(Procfs(self._roots), clock)
        self._kmsg = KmsgFollower()
        self._reader = LogReader()
        #: Used where /dev/kmsg may not be read.
        self._ring = RingFollower(clock)
        self._ring_reader = LogReader()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="headroom-journal")
        self._journal: Future[LogText] | None = None
        self.container_ids = container_ids(self._roots.proc)
        self._sees_host_pids = sees_host_pids(self._roots.proc)

    def identity_of(self, pid: int) -> LogIdentity:
        """Return the name, user and control groups (its own first) of a living process."""
        folder = f"{self._proc}/{pid}"
        comm = self._files.read(f"{folder}/comm")
        try:
            uid: int | None = os.stat(folder).st_uid  # noqa: PTH116 - called twice a second, and Path is slow
        except OSError:
            uid = None
        name = comm.rstrip("\n") if comm else None
        return LogIdentity(name, uid, self._levels.levels_of(pid))

    def condition_of(self, pid: int) -> Condition:
        """Return the memory of a process and whether it is exiting.

        Memory is read first: if the process is not exiting afterwards, it still had all of it.
        """
        folder = f"{self._proc}/{pid}"
        memory = parse_status(self._files.read(f"{folder}/status"))
        stat = self._files.read(f"{folder}/stat")
        faults = parse_faults(stat)
        return Condition(says_exiting(stat), memory.file_bytes, memory.held_bytes, faults)

    def faults_of(self, pid: int) -> int | None:
        """Return how many pages a process was given so far; `None` if it is exiting."""
        stat = self._files.read(f"{self._proc}/{pid}/stat")
        return None if says_exiting(stat) else parse_faults(stat)

    def forget(self, pid: int) -> None:
        """Close the files kept open for a process."""
        for name in ("cgroup", "comm", "stat", "statm", "status"):
            self._files.forget(f"{self._proc}/{pid}/{name}")

    def listen(self, pid: int) -> LastWords:
        """Follow the stderr of a process."""
        return LastWords(pid, self._roots.proc)

    def trees_of(self, pids: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return pid -> pids of its process tree, including itself."""
        return self._table.trees(pids)

    def counters(self, level: Level) -> LevelCounters:
        """Read all counters of one control group."""
        return read_level(level, self._files.read)

    def counts(self, level: Level) -> LevelCounters:
        """Read the counters of one control group whose increase matters."""
        return read_counts(level, self._files.read)

    def size_of(self, pid: int) -> str | None:
        """Return the content of `statm`: the quickest way to see whether memory has changed."""
        return self._files.read(f"{self._proc}/{pid}/statm")

    def oom_kill(self, level: Level) -> int | None:
        """Read only the counter of OOM kills, which is quick."""
        return read_oom_kill(level, self._files.read)

    def is_exiting(self, pid: int) -> bool:
        """Tell whether a process is exiting, or gone."""
        return is_exiting(pid, self._roots.proc, self._files.read)

    def is_dying(self, pid: int) -> bool:
        """Tell whether a process is on its way out, or is about to be."""
        status = self._files.read(f"{self._proc}/{pid}/status")
        return self.is_exiting(pid) or is_killed(status)

    def was_killed(self, pid: int) -> bool:
        """Tell whether a child is gone, or was killed and has not been reaped by its parent yet."""
        return was_killed(pid, self._roots.proc)

    def machine_oom_kill(self) -> int | None:
        """Read the machine's counter of OOM kills."""
        return read_machine_oom_kill(self._roots.proc, self._files.read)

    def shared_memory(self) -> SharedMemory | None:
        """Read the space in /dev/shm."""
        return read_shared_memory()

    def keep_up(self) -> None:
        """Read new log records before they are overwritten."""
        for line in self._kmsg.read().lines:
            self._reader.feed(line)

    def kernel_log(self) -> KernelLog:
        """Return what the kernel log says, as far as it may be read."""
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
        """Query the journal on a separate thread; `None` until it has answered: call again."""
        if self._journal is None:
            self._journal = self._worker.submit(read_journal)
        if not self._journal.done():
            return None
        text = self._journal.result()
        return self._log(text.origin, text.refused, read_log(text.lines))

    def forget_journal(self) -> None:
        """Make the next call of `journal` send a new query."""
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
        """Close all files and end the journal thread."""
        self._kmsg.close()
        self._files.close()
        self._worker.shutdown(wait=False, cancel_futures=True)

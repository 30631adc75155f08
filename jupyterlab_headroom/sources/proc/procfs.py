"""Processes: their memory and ancestry, as read from `/proc/PID`."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from jupyterlab_headroom.cadence.turns import MAX_REUSES
from jupyterlab_headroom.sources.files import KeptFiles, Roots, pick_kib, read_text, to_int

_KIB = 1024
#: Field 38 of `stat`, counted from after the name: -1 for all threads but the first of a process.
_EXIT_SIGNAL = 35
#: In the order of the fields of `ProcessMemory`.
_RSS = ("RssAnon", "RssShmem", "RssFile")
_PSS = re.compile(r"^Pss_(Anon|Shmem):\s+(\d+) kB$", re.MULTILINE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """Resident memory of one process, in bytes."""

    anon_bytes: int | None = None
    shmem_bytes: int | None = None
    file_bytes: int | None = None

    @property
    def held_bytes(self) -> int | None:
        """Anonymous and shared memory, which unlike file pages cannot be dropped and read again."""
        if self.anon_bytes is None:
            return None
        return self.anon_bytes + (self.shmem_bytes or 0)


@dataclass(slots=True)
class _Remembered:
    """The memory according to `status` when `statm` had this content."""

    statm: str
    memory: ProcessMemory
    reuses: int = 0


@dataclass(frozen=True, slots=True)
class Kin:
    """Parent, process group and session of a process."""

    parent: int
    group: int
    session: int


@dataclass(frozen=True, slots=True)
class ProportionalMemory:
    """The proportional share of one process: a page mapped by n processes counts 1/n in each."""

    anon_bytes: int
    shmem_bytes: int


def parse_status(text: str | None) -> ProcessMemory:
    """Parse `/proc/PID/status`, which has RssAnon, RssFile and RssShmem since Linux 4.5."""
    return ProcessMemory(*pick_kib(text, _RSS).values())


def parse_statm(text: str | None, page_bytes: int) -> ProcessMemory:
    """Parse `/proc/PID/statm`: resident - shared is all that older versions of Linux provide."""
    fields = [to_int(field) for field in (text or "").split()]
    if len(fields) < 3 or fields[1] is None or fields[2] is None:
        return ProcessMemory()
    return ProcessMemory(
        anon_bytes=max(fields[1] - fields[2], 0) * page_bytes, file_bytes=fields[2] * page_bytes
    )


def parse_stat(text: str | None) -> Kin | None:
    """Parse parent, process group and session of `/proc/PID/stat`.

    The name is in brackets and may itself contain brackets and spaces, so this splits at the last
    bracket. Also returns `None` for a thread: /proc/TID exists, too, and looks like its process.
    """
    _, bracket, rest = (text or "").rpartition(")")
    words = rest.split(maxsplit=_EXIT_SIGNAL + 1)
    fields = [to_int(word) for word in words[1:4]]
    if not bracket or len(fields) < 3 or None in fields:
        return None
    if words[_EXIT_SIGNAL : _EXIT_SIGNAL + 1] == ["-1"]:
        return None
    parent, group, session = (field or 0 for field in fields)
    return Kin(parent, group, session)


def parse_faults(text: str | None) -> int | None:
    """Parse the minor page faults (field 10) of `/proc/PID/stat`: pages it was newly given."""
    fields = (text or "").rpartition(")")[2].split(maxsplit=8)
    return to_int(fields[7]) if len(fields) > 8 else None


def parse_rollup(text: str | None) -> ProportionalMemory | None:
    """Parse `/proc/PID/smaps_rollup`, which has Pss_Anon and Pss_Shmem since Linux 5.4."""
    values = {name: int(number) * _KIB for name, number in _PSS.findall(text or "")}
    anon = values.get("Anon")
    return None if anon is None else ProportionalMemory(anon, values.get("Shmem", 0))


class Procfs:
    """Reads the processes of one procfs. Not thread-safe."""

    def __init__(self, roots: Roots, files: KeptFiles | None = None) -> None:
        self._proc = str(roots.proc)
        self._last_own_pid = f"{self._proc}/sys/kernel/ns_last_pid"
        self._files = files or KeptFiles()
        self._remembered: dict[int, _Remembered] = {}
        self._page_bytes = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096

    def memory(self, pid: int) -> ProcessMemory | None:
        """Return the memory of a process; `None` if it is gone."""
        statm = self._files.read(f"{self._proc}/{pid}/statm")
        known = self._remembered.get(pid)
        if known is not None and known.statm == statm and known.reuses < MAX_REUSES:
            known.reuses += 1
            return known.memory
        memory = self._memory(pid, statm)
        if statm is not None and memory is not None:
            # Start at different counts, so that not all processes are due for a reading at once.
            reuses = 0 if known is not None else pid % MAX_REUSES
            self._remembered[pid] = _Remembered(statm, memory, reuses)
        return memory

    def _memory(self, pid: int, statm: str | None) -> ProcessMemory | None:
        status = self._files.read(f"{self._proc}/{pid}/status")
        if status is None:
            return None
        memory = parse_status(status)
        if memory.anon_bytes is None and "\nVmRSS:" in status:
            return parse_statm(statm, self._page_bytes)
        return memory

    def forget(self, pid: int) -> None:
        """Drop what is remembered about a process, and close its files."""
        self._remembered.pop(pid, None)
        for name in ("statm", "status", "cgroup"):
            self._files.forget(f"{self._proc}/{pid}/{name}")

    def kin(self, pid: int) -> Kin | None:
        """Return parent, group and session of a process; `None` if it is gone."""
        return parse_stat(read_text(f"{self._proc}/{pid}/stat"))

    def shared(self, pid: int) -> ProportionalMemory | None:
        """Return the proportional memory. Takes 10 ms per GB, and stops the process for as long."""
        return parse_rollup(read_text(f"{self._proc}/{pid}/smaps_rollup"))

    def pids(self) -> list[int]:
        """Return the pids of all visible processes."""
        try:
            # There are hundreds of names: creating a Path for each would be slow.
            names = os.listdir(self._proc)  # noqa: PTH208
        except OSError:
            return []
        return [int(name) for name in names if name.isdigit()]

    def exists(self, pid: int) -> bool:
        """Tell whether a process exists, including zombies."""
        return os.access(f"{self._proc}/{pid}", os.F_OK)

    def last_own_pid(self) -> int | None:
        """Return the pid or thread id most recently assigned in our own pid namespace.

        `None` if Linux was built without CONFIG_CHECKPOINT_RESTORE.
        """
        return to_int(self._files.read(self._last_own_pid)) or None

    def last_pid(self) -> int | None:
        """Return the newest pid or thread id. While it is unchanged, no process was created.

        The number may be meaningless in our namespace: lxcfs writes that of the host. `None` if
        there is none: gVisor always writes 0.
        """
        fields = (self._files.read(f"{self._proc}/loadavg") or "").split()
        return to_int(fields[4]) or None if len(fields) == 5 else None

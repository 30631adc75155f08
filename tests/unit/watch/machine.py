"""A machine that is made up: one kernel, alone in its group, and its children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyterlab_headroom.nouns.counters import Level, LevelCounters
from jupyterlab_headroom.nouns.facts import KernelLog
from jupyterlab_headroom.nouns.log_findings import OomKill
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle
from jupyterlab_headroom.watch.facts.observer import Condition, LogIdentity

CHILD = 11


class Ref:
    """The kernel's process."""

    pid = 10
    handle: ProcessHandle | None = None

    def poll(self) -> int | None:
        return None


class Machine:
    """What an `Observer` would read of it."""

    container_ids = ()

    def __init__(self, version: int = 1, *, readable: bool = True) -> None:
        self.level = Level(Path("/no/such/group"), "/g", version)
        self.refused = None if readable else "Operation not permitted"
        self.kills: list[OomKill] = []
        self.children = {CHILD}
        self.size = "100"
        #: Killed, and in the table still.
        self.unmissed: set[int] = set()

    def kill(self, at_s: float) -> None:
        line = f"Killed process {CHILD} (python3)"
        kill = OomKill(CHILD, "python3", line, "cgroup", at_s, victim_cgroup="/g")
        self.kills.append(kill)
        self.children.discard(CHILD)

    def counts(self, level: Level) -> LevelCounters:
        return LevelCounters(oom_kill=len(self.kills))

    counters = counts

    def oom_kill(self, level: Level) -> int | None:
        return len(self.kills)

    def machine_oom_kill(self) -> int | None:
        return len(self.kills)

    def kernel_log(self) -> KernelLog:
        kills = tuple(self.kills) if self.refused is None else ()
        return KernelLog(refused=self.refused, kills=kills)

    def trees_of(self, pids: Iterable[int]) -> Mapping[int, frozenset[int]]:
        return {10: frozenset({10, *self.children})}

    def identity_of(self, pid: int) -> LogIdentity:
        return LogIdentity("python3", 0, (self.level,))

    def condition_of(self, pid: int) -> Condition:
        return Condition(is_exiting=False)

    def is_exiting(self, pid: int) -> bool:
        return False

    def was_killed(self, pid: int) -> bool:
        return pid in self.unmissed

    def size_of(self, pid: int) -> str | None:
        return self.size

    def faults_of(self, pid: int) -> int | None:
        return 0

    def shared_memory(self) -> None:
        """There is none."""

    def listen(self, pid: int) -> None:
        """It writes nothing."""

    def keep_up(self) -> None:
        """Everything has been read."""

    def forget(self, pid: int) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is open."""

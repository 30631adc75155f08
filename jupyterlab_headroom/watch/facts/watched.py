"""A kernel process being watched, and a death being worked on. Mutable, for one thread only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from jupyterlab_headroom.cadence.watch import ProcessState
from jupyterlab_headroom.nouns.counters import Level, LevelCounters
from jupyterlab_headroom.nouns.deaths import ExitStatus, RestarterEvent
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sources.proc.last_words import LastWords
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle
from jupyterlab_headroom.watch.facts.shm import ShmReading

#: Execution states of a kernel that has answered.
ANSWERED = ("idle", "busy")


class Process(Protocol):
    """A process whose exit status the server keeps, such as kernels.listener.ProcessRef."""

    @property
    def pid(self) -> int:
        """Process id."""

    @property
    def poll(self) -> Callable[[], int | None]:
        """Exit status as `Popen.poll` gives it."""

    @property
    def handle(self) -> ProcessHandle | None:
        """Lends the pidfd that shows its end; `None` if it is only reported, not watched."""


@dataclass(slots=True)
class Watched:
    """A living kernel process."""

    kernel: KernelInfo
    process: Process
    #: `None` if it was never seen alive.
    started_s: float | None
    #: Borrowed from the handle of the process.
    pidfd: int | None = None
    levels: tuple[Level, ...] = ()
    comm: str | None = None
    uid: int | None = None
    #: Pages of mapped files (RssFile).
    file_bytes: int | None = None
    #: Anonymous and shared memory when it was last looked at.
    held_bytes: int | None = None
    #: Minor page faults so far, that is, the number of pages it was given.
    minor_faults: int | None = None
    tree: frozenset[int] = frozenset()
    #: Processes of the tree that have disappeared, and when we noticed.
    vanished: dict[int, float] = field(default_factory=dict)
    #: Children that were killed and reported, but may still be in the process table.
    buried: set[int] = field(default_factory=set)
    #: What `Observer.size_of` said when the memory was last read.
    size: str | None = None
    #: The last look found a different amount of memory than the one before.
    size_changed: bool = False
    #: How many looks so far, and how many since its name and groups were read.
    looks: int = 0
    looks_since_identity: int = 0
    was_ready: bool = False
    #: It has become busy since the last look, so what we know about it may be outdated.
    begins_work: bool = False
    last_words: LastWords | None = None
    #: When to take extra looks at its groups: a start script moves it within milliseconds.
    early_looks_s: list[float] = field(default_factory=list)
    #: What the restarter said about this process.
    restarter_event: RestarterEvent | None = None
    #: Without a pidfd: when its end was first seen. We may still hear that it was requested.
    ended_s: float | None = None

    @property
    def group(self) -> Path | None:
        """Directory of its own control group."""
        return self.levels[0].directory if self.levels else None

    @property
    def state(self) -> ProcessState:
        """The facts that decide how often it is looked at."""
        is_busy = self.kernel.execution_state == "busy"
        return ProcessState(is_busy, self.looks, self.size_changed, max(len(self.tree), 1))

    def take_early_look(self, now: float) -> bool:
        """Tell whether an early look is due, and count it as done."""
        due = [at_s for at_s in self.early_looks_s if at_s <= now]
        del self.early_looks_s[: len(due)]
        return bool(due)

    def notice_state(self, kernel: KernelInfo) -> None:
        """Take over what the server now knows about the kernel."""
        if kernel is self.kernel and self.was_ready:
            return
        worked = self.kernel.execution_state == "busy"
        self.begins_work = self.begins_work or (kernel.execution_state == "busy" and not worked)
        self.kernel = kernel
        self.was_ready = self.was_ready or kernel.execution_state in ANSWERED


def chains_of(watched: Iterable[Watched]) -> list[tuple[Level, ...]]:
    """Return the chains of groups of these kernels, each once, beginning with their own group."""
    return list({id(w.levels): w.levels for w in watched if w.levels}.values())


@dataclass(slots=True)
class Case:
    """A death for which evidence is still coming in."""

    watched: Watched
    exit: ExitStatus
    time: float
    monotonic_s: float
    #: Counters before the death, by directory.
    before: Mapping[Path, LevelCounters]
    deadline_s: float
    #: Until then, other deaths by SIGKILL in the same group may still be noticed.
    settle_s: float
    #: Samples taken until then are from before the death.
    samples_until_s: float
    #: Pid of the child that was killed, if the kernel itself is still alive.
    worker: int | None = None
    #: That child was seen among the kernel's processes.
    is_kin_seen: bool = True
    #: The journal has answered, or cannot: nothing more will come from it.
    journal_answered: bool = False
    facts: Facts | None = None
    #: Bytes of the pages that it was given after the last look.
    faulted_bytes: int | None = None
    #: Shared memory when it was fullest in the seconds before we noticed.
    shm: ShmReading | None = None
    #: The last lines that it wrote to stderr.
    stderr: tuple[str, ...] = ()

    @property
    def death_id(self) -> str:
        """The id of the report: the kernel and its process, or the time if that is not known."""
        return f"{self.watched.kernel.id}:{self.pid or f'at-{self.time:.3f}'}"

    @property
    def pid(self) -> int:
        """The process that died."""
        return self.watched.process.pid if self.worker is None else self.worker

"""The events in the life of a kernel, and the interface for listening to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle


@dataclass(frozen=True)
class ProcessRef:
    """A kernel's process. We keep its Popen, which jupyter_client drops on a restart."""

    pid: int
    #: The exit status as `subprocess.Popen.poll` gives it; `None` while it runs.
    poll: Callable[[], int | None]
    #: Acts on this very process, never on a later one with the same pid; `None` if the process is
    #: only reported, not watched.
    handle: ProcessHandle | None = None


class KernelListener(Protocol):
    """Its methods are called on the event loop, and must return at once without raising."""

    def kernel_started(self, kernel: KernelInfo, process: ProcessRef) -> None:
        """A process of this kernel was seen for the first time, possibly after a restart."""

    def kernel_works(self, kernel: KernelInfo) -> None:
        """It has just become busy. Not all managers report that; `kernel` may be outdated."""

    def kernel_restarting(
        self, kernel: KernelInfo, process: ProcessRef | None, event: RestarterEvent
    ) -> None:
        """The restarter found it dead; with the event "dead", it has also given up."""

    def kernel_gone(self, kernel: KernelInfo) -> None:
        """It was removed, or restarted on request."""

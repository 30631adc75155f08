"""The events of a kernel's life, and the interface for those who want to hear of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle


@dataclass(frozen=True)
class ProcessRef:
    """A kernel's process. We keep the Popen: jupyter_client forgets it on restart."""

    pid: int
    #: The exit status as `subprocess.Popen.poll` gives it; `None` while it runs.
    poll: Callable[[], int | None]
    #: Acts on this very process, never on a later one with the same pid; `None` if the process is
    #: only reported, not watched.
    handle: ProcessHandle | None = None


class KernelListener(Protocol):
    """Called on the event loop; must return at once and not raise."""

    def kernel_started(self, kernel: KernelInfo, process: ProcessRef) -> None:
        """A process of this kernel is seen for the first time; also after a restart."""

    def kernel_works(self, kernel: KernelInfo) -> None:
        """It has just become busy. Not every manager tells; `kernel` is as it was last read."""

    def kernel_restarting(
        self, kernel: KernelInfo, process: ProcessRef | None, event: RestarterEvent
    ) -> None:
        """The restarter found it dead; the event "dead" means that it gave up restarting."""

    def kernel_gone(self, kernel: KernelInfo) -> None:
        """It was removed, or restarted on request."""

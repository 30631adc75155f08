"""What happens to kernels, as those are told who want to know."""

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
    #: To act on this very process, never on a later one with the same pid; `None` where it is only
    #: told of, not watched.
    handle: ProcessHandle | None = None


class KernelListener(Protocol):
    """Called on the event loop; must return at once and not raise."""

    def kernel_started(self, kernel: KernelInfo, process: ProcessRef) -> None:
        """A process is first seen for this kernel, or a new one after a restart."""

    def kernel_works(self, kernel: KernelInfo) -> None:
        """It began to work this moment. Not told by every manager; `kernel` is as last read."""

    def kernel_restarting(
        self, kernel: KernelInfo, process: ProcessRef | None, event: RestarterEvent
    ) -> None:
        """The restarter found it dead; "dead": it gave up restarting."""

    def kernel_gone(self, kernel: KernelInfo) -> None:
        """It was removed, or replaced by a restart that was asked for."""

"""Actions on a kernel's process: interrupt, pause, resume, and limit its memory."""

from __future__ import annotations

import signal
from typing import Literal

from jupyterlab_headroom.errors import NotPossible
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle

#: "data": private writable memory (RLIMIT_DATA; includes mmap since Linux 4.7). "address-space":
#: all mappings (RLIMIT_AS), of which CUDA alone reserves more than any machine has memory.
LimitedMemory = Literal["data", "address-space"]


class ProcessActions:
    """Acts on one process, and never on a later one that was given the same pid.

    Each action returns whether it was done (False if the process is gone), and raises `NotPossible`
    if the system refuses or has no such call. Not thread-safe.
    """

    def __init__(self, handle: ProcessHandle) -> None:
        self._handle = handle
        #: The soft limits before we changed them.
        self._before: dict[LimitedMemory, int] = {}

    def interrupt(self) -> bool:
        """Send SIGINT to the process itself.

        Not for kernels with `interrupt_mode: message`, which their manager interrupts by a message.
        """
        return self._handle.send(signal.SIGINT)

    def pause(self) -> bool:
        """Stop the process (SIGSTOP): it keeps its memory, but takes no more."""
        return self._handle.send(_number("SIGSTOP"))

    def resume(self) -> bool:
        """Let a stopped process continue (SIGCONT)."""
        return self._handle.send(_number("SIGCONT"))

    def limit(self, limit_bytes: int, memory: LimitedMemory = "data") -> bool:
        """Make allocations beyond `limit_bytes` fail, so that Python raises MemoryError.

        Only the soft limit is changed, so that `lift` needs no privilege. If the hard limit is
        lower, its value is used instead.
        """
        limits = self._limits(memory)
        if limits is None:
            return False
        soft, hard = limits
        if not self._set(memory, _at_most(limit_bytes, hard), hard):
            return False
        self._before.setdefault(memory, soft)
        return True

    def lift(self, memory: LimitedMemory = "data") -> bool:
        """Restore the limit from before `limit`; also returns False if none was set by us."""
        if memory not in self._before:
            return False
        limits = self._limits(memory)
        if limits is None:
            return False
        hard = limits[1]
        if not self._set(memory, _at_most(self._before[memory], hard), hard):
            return False
        del self._before[memory]
        return True

    def _limits(self, memory: LimitedMemory) -> tuple[int, int] | None:
        return self._prlimit(memory, None)

    def _set(self, memory: LimitedMemory, soft: int, hard: int) -> bool:
        return self._prlimit(memory, (soft, hard)) is not None

    def _prlimit(
        self, memory: LimitedMemory, limits: tuple[int, int] | None
    ) -> tuple[int, int] | None:
        """Return the previous limits, or `None` if the process is gone.

        There is no such call for a pidfd, so it is checked first that the process still runs.
        """
        try:
            import resource  # missing on Windows

            prlimit = resource.prlimit  # Linux only
        except (ImportError, AttributeError):
            raise NotPossible("This system cannot limit a process that runs.") from None
        number = resource.RLIMIT_DATA if memory == "data" else resource.RLIMIT_AS
        pid = self._handle.identity.pid
        if not self._handle.is_running:
            return None
        try:
            return prlimit(pid, number) if limits is None else prlimit(pid, number, limits)
        except ProcessLookupError:
            return None
        except (OSError, ValueError) as error:
            raise NotPossible(
                f"The system refuses to limit the memory of process {pid}: {error}."
            ) from error


def _number(name: str) -> int:
    number = getattr(signal, name, None)
    if number is None:
        raise NotPossible("This system cannot pause a process.")
    return int(number)


def _at_most(limit_bytes: int, hard: int) -> int:
    """Return the lower of two limits, where -1 (RLIM_INFINITY) means unlimited."""
    if hard < 0:
        return limit_bytes
    return hard if limit_bytes < 0 else min(limit_bytes, hard)

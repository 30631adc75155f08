"""What we remember about one kernel, and how to read that from its manager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jupyterlab_headroom.kernels.listener import ProcessRef
from jupyterlab_headroom.kernels.sessions import Session, text_or_none
from jupyterlab_headroom.nouns.memory import KernelInfo, Locality
from jupyterlab_headroom.sources.proc.process_handle import open_handle


@dataclass
class Record:
    """What we remember about one kernel. Used on the event loop only."""

    info: KernelInfo
    manager: Any
    #: When it was first seen, on the directory's clock.
    seen: float
    process: Any = None
    ref: ProcessRef | None = None
    #: The restarter with which our callbacks are registered.
    restarter: Any = None
    #: The manager whose state we observe.
    observed_manager: Any = None
    #: The restarter has reported the death, so a new process is expected.
    restart_told: bool = False
    #: The fields from which `info` was last made.
    described: Mapping[str, Any] | None = None

    def close(self) -> None:
        """Release its process; no signals can be sent through this record any more."""
        if self.ref is not None and self.ref.handle is not None:
            self.ref.handle.close()


def describe(manager: Any, process: Any, session: Session | None) -> Mapping[str, Any]:
    """Return the fields of a `KernelInfo`. Comparing them is ten times quicker than making one."""
    locality = _locality(manager, process)
    # On a gateway the spec is a coroutine that asks another machine, so do not use it.
    spec = getattr(manager, "kernel_spec", None) if locality == "local" else None
    return {
        "name": text_or_none(getattr(manager, "kernel_name", None)) or "",
        "display_name": text_or_none(getattr(spec, "display_name", None)),
        "language": text_or_none(getattr(spec, "language", None)),
        "path": session.path if session else None,
        "session_type": session.type if session else None,
        "pid": process.pid if process is not None else None,
        "locality": locality,
        "execution_state": text_or_none(getattr(manager, "execution_state", None)),
        "restarts": _flag(getattr(manager, "autorestart", None)),
    }


def local_process(manager: Any) -> Any:
    """Return the Popen of a kernel on this machine, or `None`.

    If a provisioner knows only a pid, that may belong to another machine, so it is not used.
    """
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    pid, poll = getattr(process, "pid", None), getattr(process, "poll", None)
    return process if isinstance(pid, int) and callable(poll) else None


def between_processes(old: KernelInfo, new: KernelInfo) -> KernelInfo:
    """Keep the last pid of a local kernel while it restarts: jupyter_client forgets it."""
    if old.locality != "local" or new.locality != "unknown":
        return new
    return replace(
        new,
        pid=old.pid,
        locality=old.locality,
        display_name=old.display_name,
        language=old.language,
    )


def _locality(manager: Any, process: Any) -> Locality:
    if process is not None:
        return "local"
    # jupyter_server's gateway managers know their kernel by its URL.
    return "remote" if hasattr(manager, "kernel_url") else "unknown"


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def watch_process(process: Any) -> ProcessRef:
    """Return what we keep of a process, so that it can be signalled later."""
    handle = open_handle(process.pid)
    # As long as it has not been reaped, the handle is of this process. `poll` would reap it.
    if getattr(process, "returncode", None) is not None:
        handle.close()
    return ProcessRef(process.pid, process.poll, handle)

"""Which notebook or console uses which kernel, according to the session manager."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: A session manager that asks another machine must not hold up the refresh.
SESSIONS_TIMEOUT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Session:
    """A notebook or console, and its current path."""

    path: str | None = None
    type: str | None = None
    id: str | None = None
    #: Earlier paths since the server started, oldest first.
    former_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotebookName:
    """A name for storing figures that should outlive the kernel, its process and the server.

    A kernel id survives a restart of the kernel, but not "shut down and start again". A session id
    does not outlive the server, as jupyter_server keeps sessions in memory. Only the path is still
    the same after a restart of the server, but renaming the notebook changes it. So the key is the
    path, and code that stored something under a former key has to move it to the current one.
    """

    #: Path below the server's root; if there is no session, the kernel's id, marked as such.
    key: str
    former_keys: tuple[str, ...] = ()


def notebook_name(kernel_id: str, session: Session | None) -> NotebookName:
    """Return the name of the notebook that uses a kernel."""
    if session is None or session.path is None:
        return NotebookName(f"kernel:{kernel_id}")
    return NotebookName(f"path:{session.path}", tuple(f"path:{p}" for p in session.former_paths))


class Sessions:
    """Reads the sessions; if that fails, keeps the last result. Used on the event loop only."""

    def __init__(self, manager: Any, log: logging.Logger) -> None:
        self._manager = manager
        self._log = log
        #: Kernel id -> its session.
        self.by_kernel: Mapping[str, Session] = {}

    @property
    def are_available(self) -> bool:
        """False if there is no session manager."""
        return self._manager is not None

    async def read(self) -> None:
        """Read all sessions from the manager."""
        try:
            rows = await asyncio.wait_for(self._manager.list_sessions(), SESSIONS_TIMEOUT_SECONDS)
        except Exception as error:  # noqa: BLE001 - any manager, any error: keep what we know
            self._log.debug("headroom: sessions could not be listed: %r", error)
            return
        known = {s.id: s for s in self.by_kernel.values() if s.id is not None}
        self.by_kernel = {
            kernel_id: _session(row, known)
            for row in rows
            if (kernel_id := (row.get("kernel") or {}).get("id"))
        }


def _session(row: Mapping[str, Any], known: Mapping[str, Session]) -> Session:
    path, session_id = text_or_none(row.get("path")), text_or_none(row.get("id"))
    former: tuple[str, ...] = ()
    before = known.get(session_id) if session_id is not None else None
    if before is not None:
        former = before.former_paths
        if before.path is not None and before.path != path:
            former = (*former, before.path)
    return Session(path, text_or_none(row.get("type")), session_id, former)


def text_or_none(value: object) -> str | None:
    """Return a non-empty string; `None` for anything else that a manager may return."""
    return value if isinstance(value, str) and value else None

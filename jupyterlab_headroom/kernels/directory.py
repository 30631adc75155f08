"""The kernels of this server: the only module that knows the kernel manager.

Everything is read with `getattr`, so that any manager works, including gateway and third-party
ones. What a manager does not provide is `None`.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any

from jupyterlab_headroom.cadence.directory import sessions_are_due
from jupyterlab_headroom.errors import NotFound
from jupyterlab_headroom.kernels.actions import ProcessActions
from jupyterlab_headroom.kernels.listener import KernelListener, ProcessRef
from jupyterlab_headroom.kernels.record import (
    Record,
    between_processes,
    describe,
    local_process,
    watch_process,
)
from jupyterlab_headroom.kernels.sessions import (
    NotebookName,
    Sessions,
    notebook_name,
    text_or_none,
)
from jupyterlab_headroom.nouns.deaths import RestarterEvent
from jupyterlab_headroom.nouns.memory import KernelInfo

#: Number of kernels ended on request to remember: their death may be noticed a moment later.
MAX_REQUESTED_ENDS = 64


class KernelDirectory:
    """Knows which kernels there are, and tells listeners what happens to them."""

    def __init__(
        self,
        kernel_manager: Any,
        session_manager: Any = None,
        *,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kernels = kernel_manager
        self._log = log or logging.getLogger(__name__)
        self._sessions = Sessions(session_manager, self._log)
        self._clock = clock
        self._records: dict[str, Record] = {}
        self._keys = itertools.count(1)
        self._listeners: list[KernelListener] = []
        self._sessions_read: float | None = None
        self._ended_on_request: dict[str, None] = {}
        self._snapshot: Mapping[str, KernelInfo] = MappingProxyType({})

    def snapshot(self) -> Mapping[str, KernelInfo]:
        """Return an immutable map of the kernels by key (not id). Safe to call from any thread."""
        return self._snapshot

    def add_listener(self, listener: KernelListener) -> None:
        """Tell `listener` about every kernel from now on, including those already running."""
        self._listeners.append(listener)
        for record in self._records.values():
            if record.ref is not None:
                listener.kernel_started(record.info, record.ref)

    def is_expected_end(self, kernel_id: str) -> bool:
        """Tell whether somebody asked to shut down or restart the kernel."""
        record = self._records.get(kernel_id)
        if record is None:
            return kernel_id in self._ended_on_request
        return getattr(record.manager, "shutting_down", False) is True

    def notebook(self, kernel_id: str) -> NotebookName:
        """Return a name for the notebook of a kernel, under which figures can be stored."""
        return notebook_name(kernel_id, self._sessions.by_kernel.get(kernel_id))

    def actions(self, kernel_id: str) -> ProcessActions:
        """Return what can be done to a kernel's process.

        Ask once per process, because only the object that set a limit can lift it. Raises
        `NotFound` for a kernel without a process on this machine.
        """
        record = self._records.get(kernel_id)
        handle = record.ref.handle if record is not None and record.ref is not None else None
        if handle is None:
            raise NotFound("This kernel has no process on this machine.")
        return ProcessActions(handle)

    def execution_state(self, kernel_id: str) -> str | None:
        """Return the state as the server knows it right now; `snapshot` may be a second old."""
        record = self._records.get(kernel_id)
        return text_or_none(getattr(record.manager, "execution_state", None)) if record else None

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        """Tell whether, as far as is known, the kernel is busy or was active recently."""
        record = self._records.get(kernel_id)
        last = getattr(record.manager, "last_activity", None) if record else None
        if not isinstance(last, datetime) or last.tzinfo is None:
            return self.execution_state(kernel_id) == "busy"
        quiet = datetime.now(timezone.utc) - last
        return self.execution_state(kernel_id) == "busy" or quiet.total_seconds() <= within_seconds

    async def refresh(self) -> None:
        """Look again. Cheap (no system call per kernel); call it on the event loop."""
        managers = dict(self._managers())
        if self._sessions_are_due(managers.keys()):
            await self._sessions.read()
            self._sessions_read = self._clock()
            managers = dict(self._managers())
        # Nothing below awaits: another refresh may have run while the sessions were read.
        for kernel_id in [k for k in self._records if k not in managers]:
            self._remove(kernel_id)
        for kernel_id, manager in managers.items():
            self._update(kernel_id, manager)
        snapshot = {r.info.key: r.info for r in self._records.values()}
        # Keep the same object while nothing changes: the sampler and the watch compare by identity.
        if snapshot != self._snapshot:
            self._snapshot = MappingProxyType(snapshot)

    def _managers(self) -> Iterator[tuple[str, Any]]:
        for kernel_id in list(self._kernels.list_kernel_ids()):
            try:
                yield kernel_id, self._kernels.get_kernel(kernel_id)
            except Exception as error:  # noqa: BLE001 - each manager has its own for "gone"
                self._log.debug("headroom: kernel %s could not be read: %r", kernel_id, error)

    def _sessions_are_due(self, kernel_ids: Set[str]) -> bool:
        if not self._sessions.are_available:
            return False
        records = (self._records.get(k) for k in kernel_ids - self._sessions.by_kernel.keys())
        seen = (record.seen if record is not None else None for record in records)
        return sessions_are_due(self._clock(), self._sessions_read, seen)

    def _remove(self, kernel_id: str) -> None:
        record = self._records.pop(kernel_id)
        record.close()
        if getattr(record.manager, "shutting_down", False) is True:
            self._ended_on_request[kernel_id] = None
            while len(self._ended_on_request) > MAX_REQUESTED_ENDS:
                self._ended_on_request.pop(next(iter(self._ended_on_request)))
        self._tell("kernel_gone", record.info)

    def _update(self, kernel_id: str, manager: Any) -> None:
        record = self._records.get(kernel_id)
        if record is None:
            info = KernelInfo(key=str(next(self._keys)), id=kernel_id, name="")
            record = self._records[kernel_id] = Record(info, manager, self._clock())
        record.manager = manager
        old = record.info
        process = local_process(manager)
        described = describe(manager, process, self._sessions.by_kernel.get(kernel_id))
        if described != record.described:
            record.described = described
            info = KernelInfo(key=old.key, id=kernel_id, **described)
            record.info = between_processes(old, info)
        self._watch_state(record)
        self._watch_restarter(record)
        self._watch_process(record, process, old)

    def _watch_state(self, record: Record) -> None:
        """Be notified when work begins: in jupyter_server's managers the state is a trait."""
        manager = record.manager
        has_trait, observe = (getattr(manager, name, None) for name in ("has_trait", "observe"))
        if manager is record.observed_manager or has_trait is None or observe is None:
            return
        record.observed_manager = manager
        if has_trait("execution_state"):
            observe(lambda change: self._on_state(record, change), "execution_state")

    def _on_state(self, record: Record, change: Mapping[str, Any]) -> None:
        if change["new"] == "busy":
            self._tell("kernel_works", record.info)

    def _watch_restarter(self, record: Record) -> None:
        """Register our callbacks once per restarter; has no effect until there is one."""
        restarter = getattr(record.manager, "_restarter", None)
        add = getattr(record.manager, "add_restart_callback", None)
        if restarter is None or restarter is record.restarter or add is None:
            return
        record.restarter = restarter
        add(lambda: self._on_restarter(record, "restart"), "restart")
        add(lambda: self._on_restarter(record, "dead"), "dead")

    def _on_restarter(self, record: Record, event: RestarterEvent) -> None:
        # Use the current state, not that of the last refresh, as it matters whether it was busy.
        state = text_or_none(getattr(record.manager, "execution_state", None))
        record.info, record.described = replace(record.info, execution_state=state), None
        record.restart_told = True
        process = local_process(record.manager)
        ref = record.ref
        if process is not record.process:
            ref = ProcessRef(process.pid, process.poll) if process is not None else None
        self._tell("kernel_restarting", record.info, ref, event)

    def _watch_process(self, record: Record, process: Any, old: KernelInfo) -> None:
        if process is None or process is record.process:
            return
        if record.ref is not None and not record.restart_told:
            self._tell("kernel_gone", old)
        record.close()
        record.process, record.ref, record.restart_told = process, watch_process(process), False
        self._tell("kernel_started", record.info, record.ref)

    def _tell(self, event: str, *arguments: object) -> None:
        for listener in self._listeners:
            try:
                getattr(listener, event)(*arguments)
            except Exception:  # noqa: BLE001 - a listener must not break the others, or us
                self._log.exception("headroom: a listener failed on %s", event)

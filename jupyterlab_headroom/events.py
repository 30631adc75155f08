"""The Jupyter events of this extension. They are emitted on the event loop only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.wire.deaths import death_event

KERNEL_DEATH = "https://jupyterlab-headroom.readthedocs.io/events/kernel-death/v1"
_SCHEMAS = Path(__file__).parent / "event_schemas"


def register(event_logger: Any) -> None:
    """Register our event schemas.

    Call this while the server loads its extensions: an event bus websocket only delivers events
    whose schemas were registered before it was opened.
    """
    for path in sorted(_SCHEMAS.glob("*.yaml")):
        event_logger.register_event_schema(path)


def death_emitter(
    event_logger: Any, loop: asyncio.AbstractEventLoop, log: logging.Logger
) -> Callable[[DeathReport], None]:
    """Return a function that emits the event for a report. Any thread may call it."""

    def emit(report: DeathReport) -> None:
        try:
            event_logger.emit(schema_id=KERNEL_DEATH, data=death_event(report))
        except Exception as error:  # noqa: BLE001 - a faulty listener must not break the loop
            log.debug("headroom: the kernel-death event was not sent: %r", error)

    def emit_from_any_thread(report: DeathReport) -> None:
        try:
            loop.call_soon_threadsafe(emit, report)
        except RuntimeError:  # the loop is closed: the server is shutting down
            log.debug("headroom: no event loop for the kernel-death event")

    return emit_from_any_thread

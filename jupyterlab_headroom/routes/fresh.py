"""Takes an extra sample on request, for clients that cannot rely on values a second old.

A kernel that was started or restarted since the last sample is not in it, and its limit is
unknown: a check before its first cell would have nothing to compare with.
"""

from __future__ import annotations

import asyncio
import logging

from jupyterlab_headroom.cadence.answers import MAX_SAMPLE_AGE_SECONDS, REFRESH_LIMIT_SECONDS
from jupyterlab_headroom.routes.services import Services

_log = logging.getLogger(__name__)


async def refresh_now(services: Services) -> None:
    """Refresh the kernels and take a new sample, within a time limit. Never raises."""
    try:
        await asyncio.wait_for(_refresh(services), REFRESH_LIMIT_SECONDS)
    except Exception as error:  # noqa: BLE001 - fail open: respond with what is known
        _log.debug("headroom: no reading out of turn: %r", error)


async def _refresh(services: Services) -> None:
    await services.kernels.refresh()
    await asyncio.to_thread(
        services.sampler.sample_if_older, MAX_SAMPLE_AGE_SECONDS, wait_seconds=REFRESH_LIMIT_SECONDS
    )

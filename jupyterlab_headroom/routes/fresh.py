"""Reads out of turn, for who must not decide by the figures of a second ago.

A kernel that was started or restarted since the last sample is not in it, and its limit is not
known: a check before its first cell would find nothing to compare with.
"""

from __future__ import annotations

import asyncio
import logging

from jupyterlab_headroom.routes.services import Services

#: Younger samples are as good as new, however many pages ask.
YOUNG_SECONDS = 0.1
#: The asker has a second for everything; then older figures are better than none.
LIMIT_SECONDS = 0.4

_log = logging.getLogger(__name__)


async def refresh_now(services: Services) -> None:
    """Bring kernels and figures up to date, within a time limit. Never raises."""
    try:
        await asyncio.wait_for(_refresh(services), LIMIT_SECONDS)
    except Exception as error:  # noqa: BLE001 - fail open: what is known already is an answer
        _log.debug("headroom: no reading out of turn: %r", error)


async def _refresh(services: Services) -> None:
    await services.kernels.refresh()
    await asyncio.to_thread(
        services.sampler.sample_if_older, YOUNG_SECONDS, wait_seconds=LIMIT_SECONDS
    )

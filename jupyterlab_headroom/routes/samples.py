"""`GET samples`: what is new since the asker's last answer. Copies from memory, reads no file.

Only `fresh=1` makes the sampler read once, in a thread.
"""

from __future__ import annotations

import asyncio
from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.routes.base import HeadroomHandler, path_of
from jupyterlab_headroom.routes.fresh import refresh_now
from jupyterlab_headroom.routes.services import Services
from jupyterlab_headroom.wire.compact import compact_json
from jupyterlab_headroom.wire.samples import batch

#: More are written beside the event loop: an hour of eight kernels takes 100 ms.
FEW_SAMPLES = 120


class SamplesHandler(HeadroomHandler):
    """Hands out the history."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer the samples newer than `since`; all of them after a restart of the server."""
        services = self.services
        if self.get_query_argument("fresh", None) == "1":
            await refresh_now(services)
        since = self.integer_argument("since")
        revision = self.integer_argument("revision")
        epoch = self.get_query_argument("epoch", None)
        same_run = epoch == services.life.id
        latest = services.history.latest()
        # Sequence numbers of another run of the server say nothing about this one's.
        after = since if same_run or epoch is None else None
        known = same_run and latest is not None and revision == latest.context.revision
        write = partial(_body, services, latest, after, with_context=not known)
        few = latest is None or latest.seq - (after or 0) <= FEW_SAMPLES
        await self.finish_compressed(write() if few else await asyncio.to_thread(write))


def _body(
    services: Services, latest: Sample | None, after: int | None, *, with_context: bool
) -> bytes:
    message = batch(
        epoch=services.life.id,
        seq=latest.seq if latest else 0,
        interval=services.sampler.interval,
        span=services.history.span(),
        points=services.history.since(after),
        latest=latest,
        with_context=with_context,
    )
    return compact_json(message)


def handlers(base_url: str) -> list[tuple[str, type]]:
    """Return the handlers of this file."""
    return [(path_of(base_url, "samples"), SamplesHandler)]

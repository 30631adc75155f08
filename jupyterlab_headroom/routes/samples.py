"""`GET samples`: what is new since the client's last request.

Responses are built from memory, without reading files. Only `fresh=1` makes the sampler take one
extra sample, in a thread.
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

#: More samples than this are encoded in a thread: an hour of eight kernels takes 100 ms.
FEW_SAMPLES = 120


class SamplesHandler(HeadroomHandler):
    """Serves the history of samples."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the samples newer than `since`, or all of them after a server restart."""
        services = self.services
        if self.get_query_argument("fresh", None) == "1":
            await refresh_now(services)
        since = self.integer_argument("since")
        revision = self.integer_argument("revision")
        epoch = self.get_query_argument("epoch", None)
        same_run = epoch == services.life.id
        latest = services.history.latest()
        # Sequence numbers from another run of the server are meaningless in this one.
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
    """Return the handlers of this module."""
    return [(path_of(base_url, "samples"), SamplesHandler)]

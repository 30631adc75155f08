"""`GET deaths`: the kernels that died, and why."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_headroom.errors import NotFound
from jupyterlab_headroom.routes.base import HeadroomHandler, path_of
from jupyterlab_headroom.wire.deaths import deaths_message


class DeathsHandler(HeadroomHandler):
    """Hands out the death log."""

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Answer the reports that are newer than `since`."""
        deaths = self.services.deaths
        if deaths is None:
            raise NotFound("This server does not watch its kernels.")
        seq, reports = deaths.log.since(self.integer_argument("since", 0) or 0)
        self.finish(deaths_message(deaths.log.epoch, seq, reports))


def handlers(base_url: str) -> list[tuple[str, type]]:
    """Return the handlers of this file."""
    return [(path_of(base_url, "deaths"), DeathsHandler)]

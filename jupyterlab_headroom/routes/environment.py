"""`GET environment`: the libraries of a kernel's own Python, without asking the kernel."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_headroom.errors import BadRequest, NotFound
from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts
from jupyterlab_headroom.routes.base import HeadroomHandler, path_of
from jupyterlab_headroom.routes.kernel import kernel_of
from jupyterlab_headroom.wire.environment import environment_message


class EnvironmentHandler(HeadroomHandler):
    """Describes the Python that a kernel runs."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Respond with versions, working directory and variables; unknown values are `null`."""
        service = self.services.checkpoints
        if service is None:
            raise web.HTTPError(503, "Reading a kernel's environment is off on this server.")
        kernel_id = self.get_query_argument("kernel_id", None)
        if not kernel_id:
            raise BadRequest("'kernel_id' must name a kernel.")
        kernel = await kernel_of(self.services.kernels, kernel_id)
        if kernel is None:
            raise NotFound("There is no such kernel.")
        found = None if kernel.pid is None else await service.environment(kernel.pid)
        message = environment_message(found or EnvironmentFacts())
        self.finish(json.dumps(message, allow_nan=False))


def handlers(base_url: str) -> list[tuple[str, type]]:
    """Return the handlers of this module."""
    return [(path_of(base_url, "environment"), EnvironmentHandler)]

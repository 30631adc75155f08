"""The base class of our handlers: authorization, errors, parameters, compression."""

from __future__ import annotations

import asyncio
import gzip
from functools import partial
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from jupyterlab_headroom.errors import BadRequest, HeadroomError
from jupyterlab_headroom.routes.services import SETTINGS_KEY, Services

#: Responses smaller than this are not worth compressing.
SMALL_BYTES = 512
#: Responses larger than this are compressed in a thread.
LARGE_BYTES = 32_768
AUTH_RESOURCE = "jupyterlab-headroom"


class HeadroomHandler(APIHandler):
    """Responds with JSON, and turns our errors into a status code and a message for people.

    Subclasses must put `@web.authenticated` and `@authorized` on each method.
    """

    auth_resource = AUTH_RESOURCE
    #: An open sidebar must not keep an idle server alive.
    _track_activity = False

    @property
    def services(self) -> Services:
        """The services of this server's extension; raises a 503 if it could not start."""
        services = self.settings.get(SETTINGS_KEY)
        if not isinstance(services, Services):
            raise web.HTTPError(503, "jupyterlab-headroom is not running on this server.")
        return services

    def integer_argument(self, name: str, default: int | None = None) -> int | None:
        """Return a whole number >= 0 from the query; raises `BadRequest` for anything else."""
        text = self.get_query_argument(name, None)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise BadRequest(f"'{name}' must be a whole number, not {text[:40]!r}.")
        return int(text)

    async def finish_compressed(self, body: bytes) -> None:
        """Send JSON, compressed if the client accepts gzip; Jupyter Server itself never does so."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Vary", "Accept-Encoding")
        accepted = self.request.headers.get("Accept-Encoding", "")
        if len(body) >= SMALL_BYTES and "gzip" in accepted:
            self.set_header("Content-Encoding", "gzip")
            # Compressing an hour of history takes milliseconds, too long to block the event loop.
            pack = partial(gzip.compress, body, compresslevel=5, mtime=0)
            large = len(body) > LARGE_BYTES
            body = await asyncio.to_thread(pack) if large else pack()
        await self.finish(body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Send one of our errors as `{"message": ...}`."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, HeadroomError):
            self.set_status(error.status)
            self.set_header("Content-Type", "application/json")
            self.finish({"message": str(error)})
            return
        super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log our own errors in one line: they are regular responses, not failures."""
        if isinstance(value, HeadroomError):
            self.log.debug("headroom: %s %s", value.status, value)
            return
        super().log_exception(typ, value, tb)


def path_of(base_url: str, name: str) -> str:
    """Return the URL path of one of our resources."""
    return f"{base_url.rstrip('/')}/jupyterlab-headroom/{name}"

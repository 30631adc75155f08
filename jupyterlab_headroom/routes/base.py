"""The base of our handlers: authentication, errors, parameters."""

from __future__ import annotations

import asyncio
import gzip
from functools import partial
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from jupyterlab_headroom.errors import BadRequest, HeadroomError
from jupyterlab_headroom.routes.services import SETTINGS_KEY, Services

#: Smaller answers gain less from being compressed than it costs.
SMALL_BYTES = 512
#: Larger ones are compressed in a thread.
LARGE_BYTES = 32_768
AUTH_RESOURCE = "jupyterlab-headroom"


class HeadroomHandler(APIHandler):
    """Answers JSON; turns our errors into their status and a message for people.

    Subclasses put `@web.authenticated` and `@authorized` on each verb.
    """

    auth_resource = AUTH_RESOURCE
    #: An open sidebar must not keep an idle server alive.
    _track_activity = False

    @property
    def services(self) -> Services:
        """What this server's extension works with; 503 where it could not start."""
        services = self.settings.get(SETTINGS_KEY)
        if not isinstance(services, Services):
            raise web.HTTPError(503, "jupyterlab-headroom is not running on this server.")
        return services

    def integer_argument(self, name: str, default: int | None = None) -> int | None:
        """Read a whole number >= 0 from the query."""
        text = self.get_query_argument(name, None)
        if text is None or text == "":
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise BadRequest(f"'{name}' must be a whole number, not {text[:40]!r}.")
        return int(text)

    async def finish_compressed(self, body: bytes) -> None:
        """Answer JSON, compressed where the asker understands it: the server does not do that."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Vary", "Accept-Encoding")
        accepted = self.request.headers.get("Accept-Encoding", "")
        if len(body) >= SMALL_BYTES and "gzip" in accepted:
            self.set_header("Content-Encoding", "gzip")
            # A history of an hour takes milliseconds, and the event loop has other things to do.
            pack = partial(gzip.compress, body, compresslevel=5, mtime=0)
            large = len(body) > LARGE_BYTES
            body = await asyncio.to_thread(pack) if large else pack()
        await self.finish(body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error as `{"message": ...}`."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, HeadroomError):
            self.set_status(error.status)
            self.set_header("Content-Type", "application/json")
            self.finish({"message": str(error)})
            return
        super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log our own errors in one line: they are answers, not faults."""
        if isinstance(value, HeadroomError):
            self.log.debug("headroom: %s %s", value.status, value)
            return
        super().log_exception(typ, value, tb)


def path_of(base_url: str, name: str) -> str:
    """Return the address of one of our resources below the server's base address."""
    return f"{base_url.rstrip('/')}/jupyterlab-headroom/{name}"

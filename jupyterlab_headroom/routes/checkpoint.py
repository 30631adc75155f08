"""`GET checkpoint`: facts about a model, from the headers of its files."""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_headroom.checkpoints.find.paths import PathContext, own_home
from jupyterlab_headroom.errors import BadRequest
from jupyterlab_headroom.nouns.checkpoints import ModelQuery
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.routes.base import HeadroomHandler, path_of
from jupyterlab_headroom.routes.kernel import kernel_of
from jupyterlab_headroom.wire.checkpoint import checkpoint_message

#: As long as any path can be; tornado accepts request lines of up to 64 KiB.
MAX_ARGUMENT = 4_096
_ENVIRONMENT = ("hf_home", "hf_hub_cache")


class CheckpointHandler(HeadroomHandler):
    """Describes one model as a given kernel would find it."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the facts; a missing model is a regular response, not an error."""
        service = self.services.checkpoints
        if service is None:
            raise web.HTTPError(503, "Reading model headers is off on this server.")
        query = self._query()
        kernel = await self._kernel()
        facts = await service.describe(
            query, kernel.pid if kernel else None, self._fallback(kernel), self._cwd()
        )
        self.finish(json.dumps(checkpoint_message(facts), allow_nan=False))

    def _query(self) -> ModelQuery:
        reference = self._text("ref")
        if reference is None:
            raise BadRequest("'ref' must name a model.")
        safetensors = self._text("use_safetensors")
        if safetensors not in (None, "true", "false"):
            raise BadRequest("'use_safetensors' must be 'true' or 'false'.")
        if self._text("offline") not in (None, "1"):
            raise BadRequest("'offline' must be '1'.")
        return ModelQuery(
            reference=reference,
            kind=self._text("kind") or "transformers",
            revision=self._text("revision"),
            subfolder=self._text("subfolder"),
            variant=self._text("variant"),
            cache_dir=self._text("cache_dir"),
            use_safetensors=None if safetensors is None else safetensors == "true",
            file=self._text("file"),
            offline=self._text("offline") is not None,
        )

    async def _kernel(self) -> KernelInfo | None:
        kernel_id = self._text("kernel_id")
        return await kernel_of(self.services.kernels, kernel_id) if kernel_id else None

    def _cwd(self) -> Path | None:
        cwd = self._text("cwd")
        if cwd is not None and not Path(cwd).is_absolute():
            raise BadRequest("'cwd' must be an absolute path.")
        return None if cwd is None else Path(cwd)

    def _fallback(self, kernel: KernelInfo | None) -> PathContext:
        """Return what to assume without /proc: a kernel starts in its notebook's directory."""
        environment = {
            name.upper(): value for name in _ENVIRONMENT if (value := self._text(name)) is not None
        }
        if kernel is not None and kernel.locality == "remote":
            return PathContext(None, own_home(), is_remote=True)
        root = Path(self.settings.get("server_root_dir", ".")).expanduser()
        notebook = kernel.path if kernel else None
        return PathContext((root / notebook).parent if notebook else root, own_home(), environment)

    def _text(self, name: str) -> str | None:
        value = self.get_query_argument(name, None, strip=False)
        if value is not None and len(value) > MAX_ARGUMENT:
            raise BadRequest(f"'{name}' is too long.")
        return value or None


def handlers(base_url: str) -> list[tuple[str, type]]:
    """Return the handlers of this module."""
    return [(path_of(base_url, "checkpoint"), CheckpointHandler)]

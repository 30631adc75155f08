"""Asks the Hub's API how large a model is, only if the administrator has allowed it.

This is one request that names the model, without a token. It reveals to the Hub what is about to
be loaded, before it is. Hence it is off by default, and never made for paths or when the kernel is
set offline.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from jupyterlab_headroom.checkpoints.config import config
from jupyterlab_headroom.checkpoints.files.cache import RecentCache
from jupyterlab_headroom.checkpoints.find.hfcache import DEFAULT_REVISION
from jupyterlab_headroom.checkpoints.find.paths import PathContext
from jupyterlab_headroom.checkpoints.formats.tensors import DTYPE_BITS
from jupyterlab_headroom.nouns.checkpoints import ModelQuery, TensorGroup

DEFAULT_ENDPOINT = "https://huggingface.co"
TIMEOUT_SECONDS = 2.0
MAX_ANSWER_BYTES = 4_000_000
_EXPAND = ("safetensors", "config", "gguf")
#: Values that huggingface_hub interprets as true.
_TRUE = frozenset(("1", "on", "yes", "true"))


@dataclass(frozen=True, slots=True)
class HubModel:
    """What the API says about one model; empty if it says nothing."""

    tensors: tuple[TensorGroup, ...]
    config: Mapping[str, object]


_NOTHING = HubModel((), {})


class HubLookup:
    """Queries the API, and caches its answers as long as the server runs."""

    def __init__(self, timeout_s: float = TIMEOUT_SECONDS) -> None:
        self._timeout_s = timeout_s
        self._answers: RecentCache[str, HubModel] = RecentCache(max_entries=512)

    def find(self, query: ModelQuery, context: PathContext) -> HubModel | None:
        """Return what the API says; `None` if it says nothing or must not be queried.

        An offline query is answered from earlier responses only.
        """
        if is_offline(context.environment):
            return None
        address = _address(query, context.environment)
        known = self._answers.get(address)
        if known is None:
            if query.offline:
                return None
            known = self._ask(address)
            if known is None:  # no connection: not cached, as the next attempt may succeed
                return None
            self._answers.put(address, known)
        return known if known.tensors else None

    def _ask(self, address: str) -> HubModel | None:
        if not address.startswith(("https://", "http://")):
            return None
        request = urllib.request.Request(address, headers={"User-Agent": "jupyterlab-headroom"})  # noqa: S310 - checked
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as response:  # noqa: S310
                return parse_model(response.read(MAX_ANSWER_BYTES))
        except urllib.error.HTTPError as error:
            with error:  # private, gated or missing: this will not change soon
                return _NOTHING if error.code in (401, 403, 404) else None
        # HTTPException: whatever answers is not a web server, or the port in the URL is invalid.
        except (OSError, ValueError, http.client.HTTPException):
            return None


def is_offline(environment: Mapping[str, str]) -> bool:
    """Return whether the kernel's environment tells it to stay offline."""
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    return any(environment.get(name, "").lower() in _TRUE for name in names)


def parse_model(text: bytes) -> HubModel:
    """Parse a response of the API; an invalid one gives an empty result."""
    try:
        answer = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return _NOTHING
    if not isinstance(answer, dict):
        return _NOTHING
    lines = answer.get("config")
    picked = config.pick(lines) if isinstance(lines, dict) else {}
    return HubModel(_groups(answer.get("safetensors")), picked)


def _groups(safetensors: object) -> tuple[TensorGroup, ...]:
    counts = safetensors.get("parameters") if isinstance(safetensors, dict) else None
    if not isinstance(counts, dict):
        return ()
    groups = [
        TensorGroup(dtype, count, count * DTYPE_BITS[dtype] // 8)
        for dtype, count in counts.items()
        if dtype in DTYPE_BITS and type(count) is int and 0 < count < 2**63
    ]
    return tuple(sorted(groups, key=lambda group: -group.bytes))


def _address(query: ModelQuery, environment: Mapping[str, str]) -> str:
    endpoint = environment.get("HF_ENDPOINT", DEFAULT_ENDPOINT).rstrip("/")
    name = urllib.parse.quote(query.reference, safe="/")
    revision = urllib.parse.quote(query.revision or DEFAULT_REVISION, safe="")
    expand = "&".join(f"expand[]={field}" for field in _EXPAND)
    return f"{endpoint}/api/models/{name}/revision/{revision}?{expand}"

"""Read JSON objects that strangers wrote: bounded in size, never trusted in shape."""

from __future__ import annotations

import json
from pathlib import Path

from jupyterlab_headroom.checkpoints.files import opened, read_exactly
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown

#: The largest config.json seen in the wild stays under 1 MB (label maps).
MAX_CONFIG_BYTES = 5_000_000


def read_object(path: Path, limit_bytes: int = MAX_CONFIG_BYTES) -> dict[str, object]:
    """Return the JSON object in a file; raises `CheckpointError`."""
    with opened(path) as (file, identity):
        if identity.size > limit_bytes:
            raise CheckpointError("header-too-large", f"{shown(path.name)} is too large.")
        return parse_object(read_exactly(file, identity.size), shown(path.name))


def parse_object(text: bytes, name: str) -> dict[str, object]:
    """Return a JSON object; `name` says in messages what it was.

    Python limits integers to 4300 digits and the depth of nesting; both end in an error here.
    """
    try:
        value = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        raise CheckpointError("not-a-model", f"{name} is not valid JSON.") from None
    if not isinstance(value, dict):
        raise CheckpointError("not-a-model", f"{name} holds no JSON object.")
    return value

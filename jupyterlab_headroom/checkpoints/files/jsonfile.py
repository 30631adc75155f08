"""Reads untrusted JSON: size is limited, and structure is always checked."""

from __future__ import annotations

import json
from pathlib import Path

from jupyterlab_headroom.checkpoints.files.files import opened, read_exactly
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown

#: The largest config.json files seen in the wild, with label maps, are below 1 MB.
MAX_CONFIG_BYTES = 5_000_000


def read_object(path: Path, limit_bytes: int = MAX_CONFIG_BYTES) -> dict[str, object]:
    """Return the JSON object in a file; raises `CheckpointError`."""
    return parse_object(_read(path, limit_bytes), shown(path.name))


def read_list(path: Path) -> list[object]:
    """Return the JSON list in a file, empty if it contains none.

    Raises `CheckpointError` if the file cannot be read.
    """
    text = _read(path, MAX_CONFIG_BYTES)
    try:
        value = _parse(text)
    except ValueError:
        return []
    return value if isinstance(value, list) else []


def parse_object(text: bytes, name: str) -> dict[str, object]:
    """Return a JSON object; raises `CheckpointError`. `name` is what messages call the text."""
    try:
        value = _parse(text)
    except ValueError:
        raise CheckpointError("not-a-model", f"{name} is not valid JSON.") from None
    if not isinstance(value, dict):
        raise CheckpointError("not-a-model", f"{name} holds no JSON object.")
    return value


def _read(path: Path, limit_bytes: int) -> bytes:
    with opened(path) as (file, identity):
        if identity.size > limit_bytes:
            raise CheckpointError("header-too-large", f"{shown(path.name)} is too large.")
        return read_exactly(file, identity.size)


def _parse(text: bytes) -> object:
    """Return the parsed JSON, or raise `ValueError`.

    Python limits integers to 4300 digits, and also the depth of nesting. Exceeding either raises
    `ValueError` here.
    """
    try:
        return json.loads(text.decode("utf-8"))
    except RecursionError:
        raise ValueError from None

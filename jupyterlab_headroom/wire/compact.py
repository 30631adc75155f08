"""JSON without whitespace, to keep frequently polled responses small."""

from __future__ import annotations

import json
from collections.abc import Mapping


def compact_json(message: Mapping[str, object]) -> bytes:
    """Return a message as compact JSON; raises `ValueError` for NaN and Infinity."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()

"""JSON without the blanks that a page would fetch again and again."""

from __future__ import annotations

import json
from collections.abc import Mapping


def compact_json(message: Mapping[str, object]) -> bytes:
    """Return a message as it goes over the wire; raises `ValueError` for NaN and Infinity."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()

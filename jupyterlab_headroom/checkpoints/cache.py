"""Remember what a header said for as long as its file stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

from jupyterlab_headroom.checkpoints.files import Identity

Value = TypeVar("Value")

#: One entry is some hundred bytes; the largest models have 200 shards.
MAX_ENTRIES = 4_096


class HeaderCache(Generic[Value]):
    """Keeps the values of the files used last, by file identity. Safe to use from threads."""

    def __init__(self, max_entries: int = MAX_ENTRIES) -> None:
        self._max_entries = max_entries
        self._values: OrderedDict[Identity, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, identity: Identity) -> Value | None:
        """Return what was stored for exactly this state of the file."""
        with self._lock:
            value = self._values.get(identity)
            if value is not None:
                self._values.move_to_end(identity)
            return value

    def put(self, identity: Identity, value: Value) -> None:
        """Store a value; the one unused for longest makes room."""
        with self._lock:
            self._values[identity] = value
            self._values.move_to_end(identity)
            while len(self._values) > self._max_entries:
                self._values.popitem(last=False)

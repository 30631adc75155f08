"""How long to measure, and how large the load is."""

from __future__ import annotations

from dataclasses import dataclass

from bench.sidebar.load import FULL_COUNT


@dataclass(frozen=True)
class Options:
    """The defaults are those used for the committed results."""

    port: int = 9720
    #: How long each subject is observed.
    watch_seconds: float = 30.0
    #: The number of floats that the large kernel holds.
    count: int = FULL_COUNT
    page_loads: int = 10
    frames: int = 200

    @staticmethod
    def quick(port: int) -> Options:
        """Return options that are just enough to see whether everything works."""
        return Options(port, watch_seconds=10, count=FULL_COUNT // 30, page_loads=2, frames=30)

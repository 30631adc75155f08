"""How long, and how large."""

from __future__ import annotations

from dataclasses import dataclass

from bench.sidebar.load import FULL_COUNT


@dataclass(frozen=True)
class Options:
    """The defaults are those of the committed results."""

    port: int = 9720
    #: Each subject is watched this long.
    watch_seconds: float = 30.0
    #: Floats that the large kernel holds.
    count: int = FULL_COUNT
    page_loads: int = 10
    frames: int = 200

    @staticmethod
    def quick(port: int) -> Options:
        """Return what is enough to see whether it works."""
        return Options(port, watch_seconds=10, count=FULL_COUNT // 30, page_loads=2, frames=30)

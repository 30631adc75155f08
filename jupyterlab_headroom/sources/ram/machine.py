"""The memory of the machine as a whole, turn by turn."""

from __future__ import annotations

from jupyterlab_headroom.nouns.memory import LimitSource, MachineReading
from jupyterlab_headroom.sources.cgroup.groups import UNKNOWN_LIMIT, Host
from jupyterlab_headroom.sources.files import KeptFiles, Roots
from jupyterlab_headroom.sources.proc.meminfo import (
    machine_reading,
    parse_available,
    parse_meminfo,
    parse_pressure,
)


class Machine:
    """Reads the available memory each time; size, swap, tmpfs and pressure only in full turns.

    Those change rarely or slowly: Linux updates its pressure averages every two seconds.
    Not thread-safe.
    """

    def __init__(self, roots: Roots, files: KeptFiles) -> None:
        self.meminfo = str(roots.proc / "meminfo")
        self._pressure = str(roots.proc / "pressure" / "memory")
        self._files = files
        self._limit = LimitSource(kind="machine", file=self.meminfo)
        self._last = Host(MachineReading())

    def read(self, *, is_full: bool) -> Host:
        """Read once; `is_full`: read everything, not only the available memory."""
        text = self._files.read(self.meminfo)
        available = None if is_full else parse_available(text)
        self._last = self._whole(text) if available is None else self._with(available)
        return self._last

    def _with(self, available_bytes: int) -> Host:
        known = self._last.reading
        reading = MachineReading(
            known.total_bytes,
            available_bytes,
            known.swap_total_bytes,
            known.swap_free_bytes,
            known.pressure_percent,
        )
        return Host(reading, self._last.shmem_bytes, self._last.limit_source)

    def _whole(self, text: str | None) -> Host:
        sizes = parse_meminfo(text)
        reading = machine_reading(sizes, parse_pressure(self._files.read(self._pressure)))
        source = UNKNOWN_LIMIT if reading.total_bytes is None else self._limit
        return Host(reading, sizes.get("Shmem"), source)

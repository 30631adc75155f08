"""Parses `/proc/meminfo` and the pressure file: the memory of the whole machine."""

from __future__ import annotations

from collections.abc import Mapping

from jupyterlab_headroom.nouns.memory import MachineReading
from jupyterlab_headroom.sources.files import pick_kib

_SOME_AVG10 = "\nsome avg10="
_AVAILABLE = ("MemAvailable",)
#: More characters than the first three lines have.
_HEAD_CHARACTERS = 160
#: The lines that are used, of about fifty.
_NAMES = ("MemTotal", "MemAvailable", "SwapTotal", "SwapFree", "Shmem")
#: Before Linux 3.14 there is no MemAvailable, which is then estimated from these.
_OLD_NAMES = ("MemFree", "Buffers", "Cached")


def parse_meminfo(text: str | None) -> dict[str, int]:
    """Return the lines that are used: name -> bytes."""
    sizes = pick_kib(text, _NAMES)
    if sizes["MemAvailable"] is None:
        sizes |= pick_kib(text, _OLD_NAMES)
    return {name: size for name, size in sizes.items() if size is not None}


def parse_available(text: str | None) -> int | None:
    """Return MemAvailable alone, from the third line; `None` if it is not there."""
    return pick_kib((text or "")[:_HEAD_CHARACTERS], _AVAILABLE)["MemAvailable"]


def machine_reading(values: Mapping[str, int], pressure_percent: float | None) -> MachineReading:
    """Combine the contents of the two files; what they do not contain is `None`."""
    return MachineReading(
        total_bytes=values.get("MemTotal"),
        available_bytes=available(values),
        swap_total_bytes=values.get("SwapTotal"),
        swap_free_bytes=values.get("SwapFree"),
        pressure_percent=pressure_percent,
    )


def available(values: Mapping[str, int]) -> int | None:
    """Return MemAvailable (since Linux 3.14), or else the estimate that `free` used before it."""
    if "MemAvailable" in values:
        return values["MemAvailable"]
    if "MemFree" not in values or "Cached" not in values:
        return None
    cache = values["Cached"] - values.get("Shmem", 0)
    return values["MemFree"] + values.get("Buffers", 0) + max(cache, 0)


def parse_pressure(text: str | None) -> float | None:
    """Return "some avg10" of a PSI file: percent of the last 10 s in which a task had to wait."""
    _, _, rest = f"\n{text or ''}".partition(_SOME_AVG10)
    number = rest.partition(" ")[0]
    whole, _, hundredths = number.partition(".")
    if not (number.isascii() and whole.isdigit() and hundredths.isdigit()):
        return None
    percent = float(number)
    return percent if percent <= 100 else None

"""Compare our rules about GPUs with what vram.py measured.

`python vram_report.py MODELS RAW.json COMPILED RESULT.json`; COMPILED as in README.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from report import FLOOR, MARGIN_LOW, MIB, errors, estimates, figure
from survival import MARGIN_HIGH

Json = dict[str, Any]
#: Measured bytes, and our interval for them.
Pair = tuple[float, dict[str, float]]


def vram_of(row: Json) -> int | None:
    """The peak GPU memory of a load; None if it failed.

    NVML is read every 2 ms, which may miss a peak; torch's own counter misses nothing but covers
    only torch itself.
    """
    load = row["phases"].get("load")
    if load is None:
        return None
    return max(int(load["nvml_peak"]), int(load["reserved"]) + int(row["context"]))


def said_of(answer: Json) -> dict[str, float] | None:
    """Our estimate for a machine with one GPU; None if the rules give none."""
    found: dict[str, float] | None = next(iter((answer.get("vram") or {}).values()), None)
    return found


def figures_of(name: str, pairs: list[Pair], low: float, high: float) -> Json:
    """Median, p90 and worst of the errors, and the share of loads within the interval."""
    found = errors((said["mid"], real) for real, said in pairs)
    inside = sum(said["low"] - low <= real <= said["high"] + high for real, said in pairs)
    return {
        **{f"{name}_error_{key}": figure(value, None, "lower") for key, value in found.items()},
        f"{name}_coverage": figure(round(100 * inside / len(pairs), 1), 95, "higher"),
    }


def lines_of(rows: Json, answers: Iterable[Json]) -> tuple[list[Pair], list[Pair]]:
    """Print each load; return the pairs for VRAM and for anonymous memory."""
    vram: list[Pair] = []
    ram: list[Pair] = []
    for (key, row), answer in zip(rows.items(), answers, strict=True):
        real, said = vram_of(row), said_of(answer)
        if real is None or said is None:
            print(f"{key:<70} {row['error'] or 'our rules say nothing'}")
            continue
        vram.append((real, said))
        ram.append((row["phases"]["load"]["anonymous"], answer["anonymous"]))
        print(
            f"{key:<70} measured {real / MIB:8.0f} said {said['low'] / MIB:8.0f} "
            f"{said['mid'] / MIB:8.0f} {said['high'] / MIB:8.0f} MiB, "
            f"context {row['context'] / MIB:5.0f} MiB"
        )
    return vram, ram


def main(models: Path, raw: Path, compiled: Path, result: Path) -> None:
    """Print each load, and write the figures."""
    content: Json = json.loads(raw.read_text())
    rows = content.pop("rows")
    answers = estimates(models, [{**row, "cell": row["load"]} for row in rows.values()], compiled)
    vram, ram = lines_of(rows, answers)
    if not vram:
        sys.exit("No load was measured.")
    figures = {
        **figures_of("vram", vram, 0, 0),
        **figures_of("vram_ram", ram, MARGIN_LOW, MARGIN_HIGH),
    }
    loads = {"loads": len(vram), "errors_relative_to_at_least": FLOOR}
    result.write_text(json.dumps({"figures": figures, **content, **loads}, indent=2) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:5]))

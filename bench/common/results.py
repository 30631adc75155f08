"""Figures and their targets, written as JSON."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from bench.common.environment import ROOT, commit

MIB = 1 << 20


@dataclass(frozen=True)
class Figure:
    """One measured number and, if it has one, its target."""

    value: float | None
    unit: str
    #: `None` for a figure given only for comparison, for which nothing was promised.
    bar: float | None = None
    better: Literal["lower", "higher"] = "lower"
    peers: Mapping[str, float | None] = field(default_factory=dict)
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; `None` if there is none."""
        if self.bar is None or self.value is None:
            return None
        return self.value <= self.bar if self.better == "lower" else self.value >= self.bar


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value at or below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def rounded(value: float | None, digits: int = 3) -> float | None:
    """Round for display; an unknown value stays `None`."""
    return None if value is None else round(value, digits)


def machine(load: Sequence[float]) -> str:
    """Describe this machine, and how busy it was during the measurement."""
    model = "unknown CPU"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}; "
        f"load average {load[0]:.1f} before, {os.getloadavg()[0]:.1f} after"
    )


def write(
    name: str,
    figures: Mapping[str, Figure],
    load: Sequence[float],
    versions: Mapping[str, str] | None = None,
) -> Path:
    """Write bench/results/NAME.json and print a readable summary."""
    for key, figure in figures.items():
        state = {True: "met", False: "MISSED", None: ""}[figure.is_met]
        bar = "" if figure.bar is None else f"bar {figure.bar:g}"
        peers = ", ".join(f"{peer} {value}" for peer, value in figure.peers.items())
        print(f"{key:<34} {figure.value!s:>10} {figure.unit:<12} {bar:<10} {state:<7} {peers}")
    path = ROOT / "bench" / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    content = {
        "figures": {key: asdict(figure) for key, figure in figures.items()},
        "machine": machine(load),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit(),
        "versions": dict(versions or {}),
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return path

"""Measure the cases: `collect.py MODELS RAW.json VERSION=PYTHON... [--limits] [--half=HALF]`.

Keeps what is already in RAW.json, so that an interrupted run can be continued. `--limits` instead
runs some cases in control groups: it finds the smallest limit under which the cell survives by
bisection, and runs the cell again under multiples of that limit. All of these runs are recorded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cases import CASES, Case
from forked import Forked
from limited import LIMITED
from measure import survival_limit
from recipes import half_of

MIB = 2**20
#: The precision to which the limit is found.
STEP = 16 * MIB
#: Width of the first search interval; further intervals follow above it.
SPREAD = 128 * MIB
#: Multiples of the limit found, at which the cell is run again.
FACTORS = (0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.05, 1.1, 1.25, 1.5, 2.0, 3.0)
#: The highest limit of a group, to leave memory for other work on the machine.
MOST = 2048 * MIB
DISTRIBUTIONS = (
    "torch",
    "transformers",
    "safetensors",
    "accelerate",
    "diffusers",
    "sentence-transformers",
)


def versions_of(python: Path) -> dict[str, str | None]:
    """Versions of the libraries in an environment."""
    code = (
        "import json; from importlib.metadata import distributions; "
        "found = {d.name: d.version for d in distributions()}; "
        f"print(json.dumps({{n: found.get(n) for n in {DISTRIBUTIONS!r}}}))"
    )
    done = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    result: dict[str, str | None] = json.loads(done.stdout)
    return result


def measured(case: Case, libraries: Forked, models: Path) -> dict[str, Any]:
    """Measure a load twice and keep the larger peak, because thread timing varies between runs."""
    runs = [libraries.run(case.cell, models / case.checkpoint) for _ in range(2)]
    return max((asdict(r) for r in runs), key=lambda r: r["anonymous"] or 0)


def limits_of(case: Case, libraries: Forked, folder: Path) -> dict[str, Any]:
    """The smallest limit that the load survives, and the outcome for every limit that was tried."""

    def survives(left: int) -> bool:
        return bool(libraries.run(case.cell, folder, left).survived)

    free = libraries.run(case.cell, folder)
    if free.anonymous is None:
        return asdict(free)
    low = max(0, free.anonymous - SPREAD // 2)
    limit, trials = survival_limit(survives, low, SPREAD, STEP)
    around = (int(factor * limit) for factor in FACTORS)
    trials |= {left: survives(left) for left in around if left <= MOST}
    return {**asdict(free), "limit": limit, "trials": sorted(trials.items())}


def described(case: Case, models: Path, installed: dict[str, str | None]) -> dict[str, Any]:
    """What a row contains besides its figures."""
    done = json.loads((models / case.checkpoint / "done.json").read_text())
    return {
        "checkpoint": case.checkpoint,
        "label": case.label,
        "cell": case.cell,
        "half": half_of(case.checkpoint),
        "parameters": done["parameters"],
        "versions": installed,
    }


class Rows:
    """The rows of RAW.json, which is written after each row."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def add(self, key: str, row: dict[str, Any]) -> None:
        """Keep a row and print only its status, so that only the report shows the figures."""
        self._rows[key] = row
        self._file.write_text(json.dumps(self._rows, indent=1))
        print(key, "failed" if row["anonymous"] is None else "measured", flush=True)


def chosen(version: str, half: str | None, limits: bool) -> list[Case]:
    """The cases that were requested."""
    return [
        case
        for case in CASES
        if version in case.versions
        and half in (None, half_of(case.checkpoint))
        and (not limits or (version, case.checkpoint, case.label) in LIMITED)
    ]


def peaks(models: Path, rows: Rows, version: str, python: Path, half: str | None) -> None:
    """Measure the peaks with one environment."""
    installed = versions_of(python)
    with Forked(python) as libraries:
        for case in chosen(version, half, limits=False):
            key = f"{version} {case.checkpoint} {case.label}"
            if key not in rows:
                about = described(case, models, installed)
                rows.add(key, {**about, **measured(case, libraries, models)})


def limits(models: Path, rows: Rows, version: str, python: Path, half: str | None) -> None:
    """Run cases under limits with one environment."""
    installed = versions_of(python)
    with Forked(python) as libraries:
        for case in chosen(version, half, limits=True):
            key = f"limits {version} {case.checkpoint} {case.label}"
            if key not in rows:
                about = described(case, models, installed)
                rows.add(key, {**about, **limits_of(case, libraries, models / case.checkpoint)})


def main(arguments: list[str]) -> None:
    """Fill the file row by row."""
    models, raw, *environments = (a for a in arguments if not a.startswith("--"))
    half = next((a.partition("=")[2] for a in arguments if a.startswith("--half=")), None)
    rows, measure = Rows(Path(raw)), limits if "--limits" in arguments else peaks
    for version, _, python in (environment.partition("=") for environment in environments):
        measure(Path(models).resolve(), rows, version, Path(python), half)


if __name__ == "__main__":
    main(sys.argv[1:])

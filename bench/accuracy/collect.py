"""Measure all cases: `python collect.py MODELS RAW.json VERSION=PYTHON... [--limits]`.

Keeps what is already in RAW.json, so that an interrupted run continues. `--limits` also
finds, for some cases, the smallest memory limit under which the cell survives, and runs it
again under multiples of that; `--near-limits` is quick: it measures nothing anew, and takes the
limit from the peak.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cases import CASES, LIMITED, Case
from measure import run, survival_limit
from recipes import half_of

MIB = 2**20
#: The limit is found to within this.
STEP = 16 * MIB
#: Width of the first search; the next ones lie above it.
SPREAD = 128 * MIB
#: What a load needs beyond its peak: 2 to 47 MiB in 19 bisections.
BEYOND_PEAK = 24 * MIB
#: Multiples of that limit at which the cell is run again: where a verdict is hardest, and all.
NEAR = (0.95, 1.1)
FACTORS = (0.6, 0.8, 0.9, *NEAR, 1.05, 1.25, 1.5, 2.0, 3.0)
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


def measured(case: Case, python: Path, models: Path) -> dict[str, Any]:
    """One load, twice: the larger peak counts, because threads differ from run to run."""
    runs = [run(python, case.cell, models / case.checkpoint) for _ in range(2)]
    return max((asdict(r) for r in runs), key=lambda r: r["anonymous"] or 0)


def limits_of(
    case: Case, python: Path, models: Path, row: dict[str, Any], factors: tuple[float, ...]
) -> dict[str, Any]:
    """The smallest surviving limit of the whole process, and who survived at multiples of it.

    It is searched for, or with `NEAR` taken from the peak: then the runs tell whether it was.

    The multiples count from the process with its libraries imported: 0.6 leaves six tenths
    of what the load needs. What `row` holds already is not run again.
    """
    folder, base, peak = models / case.checkpoint, row["base_anonymous"], row["anonymous"]
    limit = row.get("limit") or (
        base + peak + BEYOND_PEAK
        if factors == NEAR
        else survival_limit(python, case.cell, folder, base + peak - SPREAD // 2, SPREAD, STEP)
    )
    survived: dict[str, bool] = dict(row.get("survived_at", {}))
    for factor in factors:
        if str(factor) not in survived:
            under = base + int(factor * (limit - base))
            survived[str(factor)] = run(python, case.cell, folder, under).survived
    return {"limit": limit, "survived_at": survived}


def main(models: Path, raw: Path, pythons: dict[str, Path], factors: tuple[float, ...]) -> None:
    """Fill `raw` case by case."""
    rows: dict[str, Any] = json.loads(raw.read_text()) if raw.exists() else {}
    for version, python in pythons.items():
        installed = versions_of(python)
        for case in CASES:
            key = f"{version} {case.checkpoint} {case.label}"
            if version not in case.versions:
                continue
            if key not in rows and factors == NEAR:
                continue
            if key not in rows:
                done = json.loads((models / case.checkpoint / "done.json").read_text())
                rows[key] = {
                    "checkpoint": case.checkpoint,
                    "label": case.label,
                    "cell": case.cell,
                    "half": half_of(case.checkpoint),
                    "parameters": done["parameters"],
                    "versions": installed,
                    **measured(case, python, models),
                }
            wanted = (version, case.checkpoint, case.label) in LIMITED
            if factors and wanted:
                rows[key] |= limits_of(case, python, models, rows[key], factors)
            raw.write_text(json.dumps(rows, indent=1))
            peak = rows[key]["anonymous"]
            print(
                key,
                "failed" if peak is None else f"{peak / MIB:.0f} MiB",
                rows[key].get("survived_at", ""),
                flush=True,
            )


if __name__ == "__main__":
    positional = [a for a in sys.argv[1:] if not a.startswith("--")]
    environments = {k: Path(v) for k, _, v in (a.partition("=") for a in positional[2:])}
    wanted_factors = (
        FACTORS if "--limits" in sys.argv else NEAR if "--near-limits" in sys.argv else ()
    )
    main(Path(positional[0]).resolve(), Path(positional[1]), environments, wanted_factors)

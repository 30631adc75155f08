"""Measure all cases: `python collect.py MODELS RAW.json VERSION=PYTHON... [--limits]`.

Keeps what is already in RAW.json, so that an interrupted run continues. `--limits` also
finds, for some cases, the smallest memory limit under which the cell survives.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cases import CASES, Case
from measure import run, survival_limit

MIB = 2**20
#: The limit is found to within this.
STEP = 16 * MIB
LIMITED = {
    ("olmoe.safetensors", "dtype=torch.float16"), ("phi3.safetensors", "default"),
    ("vit.safetensors", "dtype=torch.bfloat16"), ("llama-bf16.safetensors", "default"),
    ("llama-bf16.legacy", "default"), ("mixtral.safetensors", "dtype=torch.float32"),
}  # fmt: skip
DISTRIBUTIONS = ("torch", "transformers", "safetensors", "accelerate")


def versions_of(python: Path) -> dict[str, str]:
    """Versions of the libraries in an environment."""
    code = (
        "import json; from importlib.metadata import version; "
        f"print(json.dumps({{n: version(n) for n in {DISTRIBUTIONS!r}}}))"
    )
    done = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    result: dict[str, str] = json.loads(done.stdout)
    return result


def measured(case: Case, python: Path, models: Path) -> dict[str, Any]:
    """One load, twice: the larger peak counts, because threads differ from run to run."""
    runs = [run(python, case.cell, models / case.checkpoint) for _ in range(2)]
    return max((asdict(r) for r in runs), key=lambda r: r["anonymous"] or 0)


def limit_of(case: Case, python: Path, models: Path, row: dict[str, Any]) -> int:
    """Smallest surviving limit of the whole process."""
    low = row["base_anonymous"] + row["anonymous"] // 2
    high = int(row["base_anonymous"] + row["anonymous"] * 1.15) + 200 * MIB
    return survival_limit(python, case.cell, models / case.checkpoint, low, high, STEP)


def main(models: Path, raw: Path, pythons: dict[str, Path], limits: bool) -> None:
    """Fill `raw` case by case."""
    rows: dict[str, Any] = json.loads(raw.read_text()) if raw.exists() else {}
    for version, python in pythons.items():
        installed = versions_of(python)
        for case in CASES:
            key = f"{version} {case.checkpoint} {case.label}"
            if version not in case.versions:
                continue
            if key not in rows:
                done = json.loads((models / case.checkpoint / "done.json").read_text())
                rows[key] = {
                    "checkpoint": case.checkpoint,
                    "label": case.label,
                    "cell": case.cell,
                    "half": done["half"],
                    "parameters": done["parameters"],
                    "versions": installed,
                    **measured(case, python, models),
                }
            if limits and "limit" not in rows[key] and (case.checkpoint, case.label) in LIMITED:
                rows[key]["limit"] = limit_of(case, python, models, rows[key])
            raw.write_text(json.dumps(rows, indent=1))
            peak = rows[key]["anonymous"]
            print(
                key,
                "failed" if peak is None else f"{peak / MIB:.0f} MiB",
                rows[key].get("limit"),
                flush=True,
            )


if __name__ == "__main__":
    positional = [a for a in sys.argv[1:] if a != "--limits"]
    environments = {k: Path(v) for k, _, v in (a.partition("=") for a in positional[2:])}
    main(Path(positional[0]).resolve(), Path(positional[1]), environments, "--limits" in sys.argv)

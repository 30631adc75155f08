"""Compare our rules and the peers' formulas with what was measured.

`python report.py MODELS RAW.json COMPILED RESULT.json [BEFORE]`. COMPILED holds src/logic and
src/api as CommonJS (`npx tsc -p tsconfig.json --module commonjs --outDir COMPILED`, see README.md).
The facts come from the server's own reader of file headers, and the estimates from the browser's
rules run in node, so that nothing is implemented twice.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from recipes import half_of
from survival import MARGIN_HIGH, by_interval, by_size, trials, wrong

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.find.paths import PathContext
from jupyterlab_headroom.nouns.checkpoints import ModelQuery

MIB = 2**20
#: Errors are relative to at least this much; below it, Python itself dominates.
FLOOR = 256 * MIB
#: Tolerance for noise below the lower end.
MARGIN_LOW = 16 * MIB
#: The kind under which the server reads folders that hold several parts.
KINDS = {".pipeline": "diffusers", ".modules": "sentence-transformers"}
ELEMENT_BYTES = {"F32": 4, "BF16": 2, "F16": 2}

Row = dict[str, Any]


def facts_of(models: Path, row: Row) -> dict[str, Any]:
    """What the server would answer about the checkpoint that the cell refers to."""
    folder = models / row["checkpoint"]
    name = next(
        (
            n
            for n in ("/model.safetensors", "/pytorch_model.bin")
            if f'MODEL + "{n}"' in row["cell"]
        ),
        "",
    )
    context = PathContext(cwd=folder, home=folder, environment={})
    kind = KINDS.get(folder.suffix, "transformers")
    part = "unet" if 'subfolder="unet"' in row["cell"] else None
    query = ModelQuery(str(folder) + name, kind=kind, subfolder=part)
    found = CheckpointReader().read(query, context, Budget.seconds(10))
    answer: dict[str, Any] = json.loads(json.dumps(asdict(found), default=str))
    return answer


def estimates(models: Path, rows: list[Row], compiled: Path) -> list[dict[str, Any]]:
    """The estimates of src/logic, run in node."""
    questions = [
        {
            **({"capacity": row["capacity"]} if "capacity" in row else {}),
            "cell": row["cell"].replace("MODEL", repr(str(models / row["checkpoint"]))),
            "facts": facts_of(models, row),
            "environment": {
                "versions": row["versions"],
                "cwd": None,
                "environment": {},
                "names": {},
                "loadedNames": [],
                "modules": row["modules"],
            },
        }
        for row in rows
    ]
    script = Path(__file__).with_name("estimate.mjs")
    done = subprocess.run(
        ["node", str(script), str(compiled)],
        input=json.dumps(questions),
        check=True,
        capture_output=True,
        text=True,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return [{**answer, "facts": q["facts"]} for answer, q in zip(answers, questions, strict=True)]


def on_disk(answer: dict[str, Any]) -> float:
    """The formula of hf-mem: the bytes of the tensors as stored."""
    return float(sum(group["bytes"] for group in answer["facts"]["tensors"]))


def base_model(answer: dict[str, Any]) -> float:
    """The formula of accelerate estimate-memory: parameters of the base model times dtype size.

    In its favour, the column of the right dtype is used. It builds `AutoModel`, so the head is
    missing.
    """
    layout = answer["facts"].get("layout") or {}
    parameters = sum(group["parameters"] for group in answer["facts"]["tensors"]) - layout.get(
        "head_parameters", 0
    )
    return float(parameters * ELEMENT_BYTES.get(answer.get("dtype") or "F32", 4))


def errors(pairs: Iterable[tuple[float, float]]) -> dict[str, float]:
    """Median, p90 and worst of |estimated - measured| / max(measured, FLOOR), in percent."""
    found = sorted(100 * abs(estimated - real) / max(real, FLOOR) for estimated, real in pairs)
    return {
        "median": round(statistics.median(found), 1),
        "p90": round(found[min(len(found) - 1, int(0.9 * len(found)))], 1),
        "worst": round(found[-1], 1),
    }


def figure(
    value: float, bar: float | None, better: str, peers: dict[str, float] | None = None
) -> dict[str, Any]:
    """One figure in the results file."""
    return {"value": value, "unit": "%", "bar": bar, "better": better, "peers": peers or {}}


def is_missed(value: dict[str, Any]) -> bool:
    """Whether a figure misses its target."""
    bar = value["bar"]
    if bar is None:
        return False
    return bool(value["value"] > bar if value["better"] == "lower" else value["value"] < bar)


def figures_of(half: str, cases: list[tuple[Row, dict[str, Any]]]) -> dict[str, Any]:
    """All figures for one half of the models."""

    def by(estimator: Callable[[dict[str, Any]], float]) -> dict[str, float]:
        return errors((estimator(answer), row["anonymous"]) for row, answer in cases)

    ours = by(lambda answer: float(answer["anonymous"]["mid"]))
    peers = {"accelerate estimate-memory": by(base_model), "hf-mem": by(on_disk)}
    bars = {"median": 2, "p90": 10, "worst": 25}
    result = {
        f"{half}_error_{key}": figure(
            ours[key], bar, "lower", {n: p[key] for n, p in peers.items()}
        )
        for key, bar in bars.items()
    }
    covered = [
        answer["anonymous"]["low"] - MARGIN_LOW
        <= row["anonymous"]
        <= answer["anonymous"]["high"] + MARGIN_HIGH
        for row, answer in cases
    ]
    result[f"{half}_coverage"] = figure(round(100 * sum(covered) / len(covered), 1), 95, "higher")
    return result


def survival_figures(cases: list[tuple[Row, dict[str, Any]]]) -> dict[str, Any]:
    """Compare verdicts at limits around what each load needs with real runs at those limits."""
    limited = [(row, answer) for row, answer in cases if "trials" in row]
    if not limited:
        return {}
    ours = wrong((row, by_interval(answer)) for row, answer in limited)
    peers = {
        "accelerate estimate-memory": wrong((r, by_size(base_model(a))) for r, a in limited),
        "hf-mem": wrong((r, by_size(on_disk(a))) for r, a in limited),
    }
    bars = {"fits_but_killed": 1, "killed_but_survived": 10}
    result = {
        key: figure(ours[key], bar, "lower", {name: said[key] for name, said in peers.items()})
        for key, bar in bars.items()
    }
    result["neither_said"] = figure(ours["undecided"], None, "lower")
    for key, name in (("runs", "limited_runs"), ("killed", "limited_runs_killed")):
        result[name] = {**figure(ours[key], None, "higher"), "unit": "runs"}
    return result


Pairs = list[tuple[Row, dict[str, Any]]]


def judged(models: Path, rows: list[Row], compiled: Path) -> Pairs:
    """Every load, with the estimate of the rules in `compiled`."""
    return list(zip(rows, estimates(models, rows, compiled), strict=True))


def of_half(pairs: Pairs, half: str) -> Pairs:
    """The loads of one half for which the rules give an estimate."""
    return [
        (row, answer)
        for row, answer in pairs
        if answer.get("anonymous") and half_of(row["checkpoint"]) == half
    ]


def print_row(row: Row, answer: dict[str, Any]) -> None:
    """Print one load: measured, estimated, error."""
    ours, real = answer.get("anonymous"), row["anonymous"]
    said, error = "not read", 0.0
    if ours is not None:
        said = " ".join(f"{ours[k] / MIB:6.0f}" for k in ("low", "mid", "high"))
        error = 100 * (ours["mid"] - real) / max(real, FLOOR)
    name = f"{row['versions']['transformers']:7} {row['checkpoint']:24} {row['label']:28}"
    half = half_of(row["checkpoint"])
    print(f"{name} {real / MIB:6.0f} | {said} {error:+6.1f} % {half} {answer.get('basis')}")


def print_trials(row: Row, answer: dict[str, Any]) -> None:
    """Print one load under its limits: multiple, verdict, outcome."""
    judge = by_interval(answer)
    runs = " ".join(
        f"{trial.factor:.2f}:{(judge(trial.left) or 'risky')[0]}{'+' if trial.survived else '-'}"
        for trial in trials(row)
    )
    said = " ".join(f"{answer['anonymous'][k] / MIB:.0f}" for k in ("low", "mid", "high"))
    needed = row["limit"] / MIB
    print(f"limits {row['checkpoint']:24} {row['label']:28} {needed:6.0f} | {said} | {runs}")


def commit_of(folder: Path) -> str:
    """The commit a folder was compiled from: the one in its `COMMIT` file, or the current one."""
    note = folder / "COMMIT"
    if note.exists():
        return note.read_text().strip()
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def main(models: Path, raw: Path, compiled: Path, result: Path, before: Path | None = None) -> None:
    """Write the results and print every row.

    `before`: the rules as they were before anyone looked at the held-out models. They are used to
    judge those models.
    """
    rows = [row for row in json.loads(raw.read_text()).values() if row["anonymous"] is not None]
    rows, limited = [r for r in rows if "trials" not in r], [r for r in rows if "trials" in r]
    rules = before or compiled
    now, under_limits = judged(models, rows, compiled), judged(models, limited, rules)
    unseen = now if before is None else judged(models, rows, before)
    for row, answer in (*of_half(now, "written"), *of_half(unseen, "held-out")):
        print_row(row, answer)
    for row, answer in under_limits:
        print_trials(row, answer)
    read = sum(answer.get("anonymous") is not None for _, answer in now)
    figures = {
        **figures_of("written", of_half(now, "written")),
        **figures_of("held_out", of_half(unseen, "held-out")),
        **survival_figures(of_half(under_limits, "held-out")),
        "loads_measured": {**figure(len(rows), None, "higher"), "unit": "loads"},
        "loads_read": figure(round(100 * read / len(rows), 1), 100, "higher"),
    }
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    document = {
        "figures": figures,
        "machine": f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit_of(compiled),
        "held_out_commit": commit_of(before or compiled),
        "missed": [key for key, value in figures.items() if is_missed(value)],
    }
    result.parent.mkdir(parents=True, exist_ok=True)
    result.write_text(json.dumps(document, indent=2) + "\n")
    for key, value in figures.items():
        print(key, value["value"], value["unit"], "bar", value["bar"], value["peers"])


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:6]))

"""A subset of the bench for every test run: measured peaks must lie in the rules' interval.

Needs ``HEADROOM_TORCH_PYTHON`` (torch and transformers 4.57), ``HEADROOM_MODELS`` (what models.py
built) and ``HEADROOM_COMPILED`` (see README.md); ``npm test`` sets them.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from cases import CASES, Case
from collect import versions_of
from measure import run
from report import MARGIN_LOW, MIB, estimates
from survival import MARGIN_HIGH

#: Every file format with and without a conversion, and every way of reading a file.
SUBSET = (
    ("llama-bf16.safetensors", "default"),
    ("llama-bf16.safetensors", 'torch_dtype="auto"'),
    ("llama-bf16.safetensors", "dtype=torch.float16"),
    ("llama-bf16.safetensors", ".float()"),
    ("llama-bf16.shards", "dtype=torch.float32"),
    ("llama-bf16.bin", "default"),
    ("llama-bf16.legacy", "default"),
    ("gpt2.safetensors", "dtype=torch.float16"),
    ("gpt2.bin", "torch.load "),
    ("gpt2.bin", "torch.load mmap"),
)

Row = dict[str, Any]


def _cases() -> list[Case]:
    known = {(case.checkpoint, case.label): case for case in CASES}
    return [known[key] for key in SUBSET]


@pytest.fixture(scope="session")
def judged() -> dict[tuple[str, str], tuple[Row, Row]]:
    """The measurement and the estimate for each checkpoint and label."""
    python, models = Path(os.environ["HEADROOM_TORCH_PYTHON"]), Path(os.environ["HEADROOM_MODELS"])
    versions = versions_of(python)
    rows = [
        {
            "checkpoint": case.checkpoint,
            "cell": case.cell,
            "versions": versions,
            **asdict(run(python, case.cell, models / case.checkpoint)),
        }
        for case in _cases()
    ]
    answers = estimates(models, rows, Path(os.environ["HEADROOM_COMPILED"]))
    return dict(zip(SUBSET, zip(rows, answers, strict=True), strict=True))


@pytest.mark.parametrize("key", SUBSET, ids=" ".join)
def test_the_peak_lies_in_the_interval(
    judged: dict[tuple[str, str], tuple[Row, Row]], key: tuple[str, str]
) -> None:
    row, answer = judged[key]
    assert row["survived"], row["stderr"]
    said = answer["anonymous"]
    low, high = said["low"] - MARGIN_LOW, said["high"] + MARGIN_HIGH
    assert low <= row["anonymous"] <= high, (
        f"measured {row['anonymous'] / MIB:.0f} MiB, said {said['low'] / MIB:.0f} to "
        f"{said['high'] / MIB:.0f} MiB ({answer['basis']})"
    )

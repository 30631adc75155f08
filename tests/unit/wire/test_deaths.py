"""The golden message of docs/wire.md is what wire/deaths.py writes, field by field."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.nouns.deaths import (
    Curve,
    DeathReport,
    Evidence,
    ExitStatus,
    KernelUse,
    Verdict,
)
from jupyterlab_headroom.nouns.memory import KernelInfo, LimitSource
from jupyterlab_headroom.wire.deaths import death_event, deaths_message, signal_name

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire/deaths.json").read_text())


def parse(message: dict[str, Any]) -> DeathReport:
    """The reverse of the writer, for this test only."""
    message = dict(message)
    curve = message["curve"]
    exit_ = {k: v for k, v in message["exit"].items() if k != "signal_name"}
    special: dict[str, Any] = {
        "kernel": KernelInfo(**message["kernel"]),
        "exit": ExitStatus(**exit_),
        "verdict": Verdict(message.pop("cause"), message.pop("confidence"), message.pop("details")),
        "limit_source": LimitSource(**message["limit_source"]),
        "sample_age_s": message.pop("sample_age"),
        "gpus": {k: (g["used_bytes"], g["total_bytes"]) for k, g in message["gpus"].items()},
        "others": tuple(KernelUse(**use) for use in message["others"]),
        "evidence": tuple(Evidence(**fact) for fact in message["evidence"]),
        "curve": Curve(
            tuple(curve["times"]),
            tuple(curve["used_bytes"]),
            tuple(curve["limit_bytes"]),
            {k: tuple(v) for k, v in curve["kernels"].items()},
        ),
        "stderr": tuple(message["stderr"]),
    }
    return DeathReport(**{**message, **special})


def test_the_golden_message_is_what_we_write() -> None:
    reports = [parse(death) for death in GOLDEN["deaths"]]
    assert deaths_message(GOLDEN["epoch"], GOLDEN["seq"], reports) == GOLDEN


def test_no_field_of_a_report_is_forgotten() -> None:
    renamed = {"verdict": "cause", "sample_age_s": "sample_age"}
    expected = {renamed.get(f.name, f.name) for f in fields(DeathReport)}
    assert set(GOLDEN["deaths"][0]) == expected | {"confidence", "details"}


def test_the_event_tells_nothing_but_where_to_ask() -> None:
    report = parse(GOLDEN["deaths"][0])
    assert death_event(report) == {
        "death_id": report.id,
        "kernel_id": report.kernel.id,
        "state": "final",
        "seq": 7,
    }


@pytest.mark.parametrize(
    ("number", "name"), [(9, "SIGKILL"), (11, "SIGSEGV"), (None, None), (200, None)]
)
def test_signal_names(number: int | None, name: str | None) -> None:
    assert signal_name(number) == name

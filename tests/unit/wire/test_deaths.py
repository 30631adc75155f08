"""The golden message of docs/wire.md is what wire/deaths.py writes, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.wire.codec import decode
from jupyterlab_headroom.wire.deaths import death_event, deaths_message, signal_name

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire/deaths.json").read_text())


def parse(message: Mapping[str, Any]) -> DeathReport:
    """What the browser gets, told as the noun: the reverse of `death_message`."""
    renamed = {
        "verdict": {name: message[name] for name in ("cause", "confidence", "details")},
        "sample_age_s": message["sample_age"],
        "gpus": {k: [g["used_bytes"], g["total_bytes"]] for k, g in message["gpus"].items()},
    }
    return decode(DeathReport, {**message, **renamed})


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

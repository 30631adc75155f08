"""The golden message of docs/wire.md is what wire/deaths.py writes, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from jupyterlab_headroom.nouns.death_details import DeathDetails
from jupyterlab_headroom.nouns.deaths import Cause, DeathReport, Verdict
from jupyterlab_headroom.wire.codec import decode
from jupyterlab_headroom.wire.deaths import death_event, death_message, deaths_message, signal_name

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "wire/deaths.json").read_text())

DETAILS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "wire/death-details.json").read_text()
)
KINDS: tuple[Any, ...] = get_args(DeathDetails)


def causes_of(kind: Any) -> tuple[str, ...]:
    return get_args(get_type_hints(kind)["cause"])


def details_of(message: dict[str, Any]) -> DeathDetails:
    return decode(Verdict, {"confidence": "high", "details": message}).details


def parse(message: Mapping[str, Any]) -> DeathReport:
    """What the browser gets, told as the noun: the reverse of `death_message`."""
    renamed = {
        "verdict": {name: message[name] for name in ("confidence", "details")},
        "sample_age_s": message["sample_age"],
        "gpus": {k: [g["used_bytes"], g["total_bytes"]] for k, g in message["gpus"].items()},
    }
    return decode(DeathReport, {**message, **renamed})


def test_the_golden_message_is_what_we_write() -> None:
    reports = [parse(death) for death in GOLDEN["deaths"]]
    assert deaths_message(GOLDEN["epoch"], GOLDEN["seq"], reports) == GOLDEN


def test_no_field_of_a_report_is_forgotten() -> None:
    renamed = {"verdict": "details", "sample_age_s": "sample_age"}
    expected = {renamed.get(f.name, f.name) for f in fields(DeathReport)}
    assert set(GOLDEN["deaths"][0]) == expected | {"confidence"}


def test_every_cause_has_one_noun_and_one_golden_detail() -> None:
    causes = [cause for kind in KINDS for cause in causes_of(kind)]
    assert sorted(causes) == sorted(get_args(Cause))
    assert [details["cause"] for details in DETAILS] == list(get_args(Cause))


@pytest.mark.parametrize("details", DETAILS, ids=lambda details: str(details["cause"]))
def test_the_golden_details_are_what_we_write(details: dict[str, Any]) -> None:
    report = replace(parse(GOLDEN["deaths"][0]), verdict=Verdict("high", details_of(details)))
    assert death_message(report)["details"] == details


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

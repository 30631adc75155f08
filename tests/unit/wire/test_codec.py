"""What the codec reads, what it refuses, and where it says the fault lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts, ModelFacts
from jupyterlab_headroom.wire.checkpoint import checkpoint_message
from jupyterlab_headroom.wire.checks import BadMessage
from jupyterlab_headroom.wire.codec import MAX_DEPTH, decode, encode
from jupyterlab_headroom.wire.environment import environment_message

GOLDENS = Path(__file__).parents[2] / "wire"


@dataclass(frozen=True)
class Square:
    side: float
    kind: Literal["square"] = "square"


@dataclass(frozen=True)
class Round:
    radius: float
    kind: Literal["circle", "disc"]


@dataclass(frozen=True)
class Drawing:
    name: str
    shape: Square | Round | None = None
    shapes: tuple[Square | Round, ...] = ()
    place: tuple[int, int | None] = (0, None)
    file: Path | None = None
    visible: bool = True
    notes: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    parts: Mapping[str, Drawing] = field(default_factory=dict)
    extra: object = None


DRAWING = Drawing(
    "house",
    shape=Round(1.5, "disc"),
    shapes=(Square(2.0), Round(1.0, "circle")),
    place=(3, None),
    file=Path("/tmp/house.svg"),
    notes={"colour": "red", "weight": 2, "price": 1.5, "sold": False, "buyer": None},
    parts={"door": Drawing("door", visible=False)},
    extra={"deep": [1, {"er": None}]},
)


def test_a_noun_survives_json() -> None:
    assert decode(Drawing, json.loads(json.dumps(encode(DRAWING)))) == DRAWING


def test_names_are_those_of_the_fields() -> None:
    assert encode(DRAWING) == {
        "name": "house",
        "shape": {"radius": 1.5, "kind": "disc"},
        "shapes": [{"side": 2.0, "kind": "square"}, {"radius": 1.0, "kind": "circle"}],
        "place": [3, None],
        "file": "/tmp/house.svg",
        "visible": True,
        "notes": {"colour": "red", "weight": 2, "price": 1.5, "sold": False, "buyer": None},
        "parts": {"door": encode(Drawing("door", visible=False))},
        "extra": {"deep": [1, {"er": None}]},
    }


def test_an_older_and_a_newer_writer_can_be_read() -> None:
    assert decode(Drawing, {"name": "house", "invented_later": [1]}) == Drawing("house")


def test_a_whole_number_is_a_number() -> None:
    side = decode(Square, {"side": 2}).side
    assert side == 2.0
    assert isinstance(side, float)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"name": None}, ".name"),
        ({"name": 1}, ".name"),
        ({"visible": 1}, ".visible"),
        ({"place": [1]}, ".place"),
        ({"place": [1, 2, 3]}, ".place"),
        ({"place": [True, 2]}, ".place[0]"),
        ({"place": [1.0, 2]}, ".place[0]"),
        ({"place": {"0": 1}}, ".place"),
        ({"file": 7}, ".file"),
        ({"shape": []}, ".shape"),
        ({"shape": {}}, ".shape.kind"),
        ({"shape": {"kind": "triangle"}}, ".shape.kind"),
        ({"shape": {"kind": ["square"]}}, ".shape.kind"),
        ({"shape": {"kind": "square"}}, ".shape.side"),
        ({"shape": {"kind": "square", "side": "2"}}, ".shape.side"),
        ({"shape": {"kind": "square", "side": float("nan")}}, ".shape.side"),
        ({"shape": {"kind": "square", "side": 10**400}}, ".shape.side"),
        ({"shapes": [{"kind": "square", "side": 1}, None]}, ".shapes[1]"),
        ({"notes": {"a": []}}, ".notes['a']"),
        ({"notes": {1: "a"}}, ".notes"),
        ({"parts": {"door": {"name": 4}}}, ".parts['door'].name"),
        ({"extra": {"a": [float("inf")]}}, ".extra['a'][0]"),
        ({"extra": {"a": {1, 2}}}, ".extra['a']"),
    ],
)
def test_what_is_refused_and_where(change: dict[str, Any], path: str) -> None:
    with pytest.raises(BadMessage) as caught:
        decode(Drawing, {"name": "house", **change})
    assert caught.value.path == path


@pytest.mark.parametrize("value", [None, 1, "x", [], True, {}])
def test_what_is_no_drawing_at_all(value: object) -> None:
    with pytest.raises(BadMessage):
        decode(Drawing, value)


def test_the_error_is_a_sentence_with_the_place() -> None:
    with pytest.raises(BadMessage, match=r"^shapes\[0\]\.side: float is expected, not str$"):
        decode(Drawing, {"name": "x", "shapes": [{"kind": "square", "side": "wide"}]})


@pytest.mark.parametrize("name", ["parts", "extra"])
def test_nesting_has_an_end(name: str) -> None:
    value: dict[str, Any] = {"name": "x"}
    for _ in range(20 * MAX_DEPTH):
        value = {"name": "x", name: {"x": value}}
    with pytest.raises(BadMessage, match="too deeply"):
        decode(Drawing, value)


@dataclass(frozen=True)
class Unknown:
    value: set[int]


@dataclass(frozen=True)
class Ambiguous:
    value: Drawing | Square


@pytest.mark.parametrize("kind", [Unknown, Ambiguous, int])
def test_an_annotation_without_json_is_a_mistake_of_ours(kind: Any) -> None:
    with pytest.raises(TypeError):
        decode(kind, {"value": []})
    with pytest.raises(TypeError):
        encode(kind(Square(1.0)) if kind is not int else 1)


def test_the_golden_model_is_read_and_written_again() -> None:
    golden = json.loads((GOLDENS / "checkpoint.json").read_text("utf-8"))
    assert checkpoint_message(decode(ModelFacts, golden)) == golden


def test_the_golden_environment_is_read_and_written_again() -> None:
    golden = json.loads((GOLDENS / "environment.json").read_text("utf-8"))
    assert environment_message(decode(EnvironmentFacts, golden)) == golden

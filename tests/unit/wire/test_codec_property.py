"""Whatever a noun holds comes back from JSON; whatever JSON holds is a noun or our error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts, ModelFacts, ModelQuery
from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import Context, Point, Sample
from jupyterlab_headroom.wire.checks import BadMessage
from jupyterlab_headroom.wire.codec import decode, encode

NOUNS = [ModelFacts, ModelQuery, EnvironmentFacts, DeathReport, Facts, Context, Sample, Point]
TEXT = st.text(max_size=5)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: TEXT,
    Path: TEXT.map(Path),
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FINITE_JSON = st.none() | st.booleans() | st.integers() | st.lists(TEXT, max_size=2)


def values_of(hint: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """Return a strategy for values of an annotation; maps end where a class holds itself."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is object:
        return FINITE_JSON
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: values_of(hints[f.name], depth) for f in fields(hint)})
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is Mapping and is_dataclass(arguments[1]) and depth > 1:
        return st.just({})
    if origin is Mapping:
        return st.dictionaries(TEXT, values_of(arguments[1], depth + 1), max_size=2)
    if origin is tuple and arguments[1:] == (...,):
        return st.lists(values_of(arguments[0], depth), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(argument, depth) for argument in arguments))
    return st.one_of([values_of(argument, depth) for argument in arguments])


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: str(kind.__name__))
def test_a_noun_comes_back(kind: type) -> None:
    @settings(max_examples=60, deadline=None)
    @given(values_of(kind))
    def comes_back(noun: Any) -> None:
        assert decode(kind, json.loads(json.dumps(encode(noun)))) == noun

    comes_back()


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: str(kind.__name__))
def test_nothing_but_our_error(kind: type) -> None:
    names = {f.name for f in fields(kind)}

    @settings(max_examples=60, deadline=None)
    @given(JSON | st.dictionaries(st.sampled_from(sorted(names)), JSON))
    def is_refused_or_read(value: Any) -> None:
        try:
            decode(kind, value)
        except BadMessage as error:
            assert str(error)

    is_refused_or_read()


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: str(kind.__name__))
def test_one_wrong_field_is_found(kind: type) -> None:
    @settings(max_examples=60, deadline=None)
    @given(values_of(kind), st.sampled_from([f.name for f in fields(kind)]), JSON)
    def is_refused_there(noun: Any, name: str, wrong: Any) -> None:
        try:
            decode(kind, {**encode(noun), name: wrong})
        except BadMessage as error:
            assert error.path.startswith(f".{name}")

    is_refused_there()

"""Derives the JSON form of a dataclass from its type annotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

SCALARS = frozenset({int, float, str, bool})


def fields_of(kind: Any) -> tuple[Field[Any], ...]:
    """Return the fields of a dataclass; raises `TypeError` for any other type."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} is no dataclass")
    return fields(kind)


def is_required(field: Field[Any]) -> bool:
    """Return whether a message must contain the field because it has no default."""
    return field.default is MISSING and field.default_factory is MISSING


def members_of(hint: Any) -> tuple[tuple[Any, ...], bool]:
    """Return the members of a union except `None`, and whether `None` was among them."""
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return tuple(m for m in members if m is not NoneType), NoneType in members


def is_json(hint: Any) -> bool:
    """Return whether values with this annotation are valid JSON values without conversion."""
    return hint is object or hint in SCALARS or is_literal(hint)


def discriminator_of(members: tuple[Any, ...]) -> str:
    """Return the name of the `Literal` field that distinguishes these dataclasses.

    Raises `TypeError` if there is none.
    """
    if all(is_dataclass(member) for member in members):
        hints = [get_type_hints(member) for member in members]
        for name in hints[0]:
            choices = [get_args(h[name]) if is_literal(h.get(name)) else () for h in hints]
            values = [value for choice in choices for value in choice]
            if all(choices) and len(set(values)) == len(values):
                return name
    raise TypeError(f"nothing tells {members!r} apart")


def is_literal(hint: Any) -> bool:
    """Return whether an annotation lists the values it allows."""
    return get_origin(hint) is Literal


def choices_of(members: tuple[Any, ...]) -> Mapping[object, Any]:
    """Map each value of the discriminator to the dataclass that it stands for."""
    name = discriminator_of(members)
    return {value: m for m in members for value in get_args(get_type_hints(m)[name])}

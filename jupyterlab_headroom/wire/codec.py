"""Converts the frozen dataclasses of `nouns/` to JSON values and back, driven by annotations.

Fields have the same names on the wire and on disk as in the dataclass. `encode` trusts its
argument, which is ours. `decode` trusts nothing: for any JSON value it either returns a valid
object or raises `BadMessage`. It skips unknown fields and fills in defaults for missing ones, so
that it can read messages of newer and of older versions.

Supported annotations: `int`, `float`, `str`, `bool`, `None`, `Literal`, `Path` (as text), `object`
(any JSON value), `tuple`, `Mapping[str, X]`, dataclasses, and unions of scalars or of dataclasses
that a `Literal` field distinguishes. Any other annotation raises `TypeError` on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from jupyterlab_headroom.wire.annotations import (
    SCALARS,
    choices_of,
    discriminator_of,
    fields_of,
    is_json,
    is_literal,
    is_required,
    members_of,
)
from jupyterlab_headroom.wire.checks import (
    BadMessage,
    check_list,
    check_literal,
    check_object,
    check_scalar,
    short,
)

Noun = TypeVar("Noun")
_Encoder = Callable[[Any], object]
#: Takes a JSON value and how many levels deep it may be nested.
_Decoder = Callable[[object, int], Any]

#: Maximum nesting of a message. Our deepest type, a pipeline of adapters, has about ten levels.
MAX_DEPTH = 32


def encode(noun: object) -> dict[str, Any]:
    """Return a dataclass as a JSON object. Raises `TypeError` for an unsupported annotation."""
    kind: Any = type(noun)
    message: dict[str, Any] = _class_encoder(kind)(noun)
    return message


def decode(kind: type[Noun], value: object) -> Noun:
    """Return the instance of `kind` that a JSON value describes. Raises `BadMessage`."""
    key: Any = kind
    noun: Noun = _class_decoder(key)(value, MAX_DEPTH)
    return noun


@cache
def _class_encoder(kind: Any) -> Callable[[Any], dict[str, Any]]:
    names, hints = tuple(f.name for f in fields_of(kind)), get_type_hints(kind)
    special = [(name, encoder) for name in names if (encoder := _encoder(hints[name]))]
    # With a single name, attrgetter returns the bare value.
    read = attrgetter(*names) if len(names) > 1 else partial(_read_each, names)

    def encoded(noun: object) -> dict[str, Any]:
        message = dict(zip(names, read(noun), strict=True))
        for name, encoder in special:
            message[name] = encoder(message[name])
        return message

    return encoded


def _read_each(names: tuple[str, ...], noun: object) -> tuple[object, ...]:
    return tuple(getattr(noun, name) for name in names)


def _encoder(hint: Any) -> _Encoder | None:
    """Return the encoder for an annotation, or `None` if its values are JSON already."""
    members, optional = members_of(hint)
    if all(is_json(member) for member in members):
        return None
    if len(members) == 1:
        encoder = _single_encoder(members[0])
    else:
        discriminator_of(members)
        encoder = encode
    return partial(_unless_none, encoder) if optional else encoder


def _single_encoder(hint: Any) -> _Encoder:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return encode
    if hint is Path:
        return str
    if origin is tuple and arguments[1:] == (...,):
        item = _encoder(arguments[0])
        return list if item is None else partial(_encode_items, item)
    if origin is tuple:
        items = tuple(_encoder(argument) or _same for argument in arguments)
        plain = all(item is _same for item in items)
        return list if plain else partial(_encode_fixed, items)
    if origin is Mapping and arguments[0] is str:
        item = _encoder(arguments[1])
        return dict if item is None else partial(_encode_values, item)
    raise TypeError(f"no JSON for {hint!r}")


def _encode_items(item: _Encoder, values: tuple[object, ...]) -> list[object]:
    return [item(value) for value in values]


def _encode_fixed(items: tuple[_Encoder, ...], values: tuple[object, ...]) -> list[object]:
    return [item(value) for item, value in zip(items, values, strict=True)]


def _encode_values(item: _Encoder, values: Mapping[str, object]) -> dict[str, object]:
    return {key: item(value) for key, value in values.items()}


def _same(value: object) -> object:
    return value


def _unless_none(encoder: _Encoder, value: object) -> object:
    return None if value is None else encoder(value)


@cache
def _class_decoder(kind: Any) -> _Decoder:
    hints = get_type_hints(kind)
    plan = [(f.name, _decoder(hints[f.name]), is_required(f)) for f in fields_of(kind)]

    def decoded(value: object, depth: int) -> object:
        message = check_object(value, depth)
        arguments: dict[str, Any] = {}
        for name, decoder, required in plan:
            if name in message:
                arguments[name] = _step(decoder, message[name], depth, f".{name}")
            elif required:
                raise BadMessage("missing", f".{name}")
        return kind(**arguments)

    return decoded


def _decoder(hint: Any) -> _Decoder:
    """Return the decoder for an annotation: it checks a JSON value and converts it to our type."""
    members, optional = members_of(hint)
    if members and all(member in SCALARS for member in members):
        decoder: _Decoder = partial(check_scalar, frozenset(members))
    elif len(members) == 1:
        decoder = _single_decoder(members[0])
    else:
        decoder = partial(_one_of, choices_of(members), discriminator_of(members))
    return partial(_none_or, decoder) if optional else decoder


def _single_decoder(hint: Any) -> _Decoder:
    origin, arguments = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return partial(_noun, hint)
    if hint is object:
        return _any_json
    if hint is Path:
        return lambda value, depth: Path(check_scalar(frozenset({str}), value, depth))
    if is_literal(hint):
        return partial(check_literal, arguments)
    if origin is tuple and arguments[1:] == (...,):
        return partial(_sequence, _decoder(arguments[0]))
    if origin is tuple:
        return partial(_fixed, [_decoder(argument) for argument in arguments])
    if origin is Mapping and arguments[0] is str:
        return partial(_mapping, _decoder(arguments[1]))
    raise TypeError(f"no JSON for {hint!r}")


def _step(decoder: _Decoder, value: object, depth: int, step: str) -> Any:
    try:
        return decoder(value, depth - 1)
    except BadMessage as error:
        raise error.below(step) from None


def _noun(kind: Any, value: object, depth: int) -> object:
    # Looked up at decoding time, because a class may contain itself.
    return _class_decoder(kind)(value, depth)


def _one_of(kinds: Mapping[object, Any], name: str, value: object, depth: int) -> object:
    chosen = check_object(value, depth).get(name)
    if type(chosen) not in (str, int) or chosen not in kinds:
        raise BadMessage(f"no known value: {short(chosen)}", f".{name}")
    return _class_decoder(kinds[chosen])(value, depth)


def _none_or(decoder: _Decoder, value: object, depth: int) -> Any:
    return None if value is None else decoder(value, depth)


def _sequence(item: _Decoder, value: object, depth: int) -> tuple[Any, ...]:
    values = check_list(value, depth)
    return tuple(_step(item, one, depth, f"[{i}]") for i, one in enumerate(values))


def _fixed(items: list[_Decoder], value: object, depth: int) -> tuple[Any, ...]:
    values = check_list(value, depth)
    if len(values) != len(items):
        raise BadMessage(f"{len(items)} items are expected, not {len(values)}")
    pairs = enumerate(zip(items, values, strict=True))
    return tuple(_step(item, one, depth, f"[{i}]") for i, (item, one) in pairs)


def _mapping(item: _Decoder, value: object, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, one in check_object(value, depth).items():
        if type(key) is not str:
            raise BadMessage(f"a key is no text: {short(key)}")
        found[key] = _step(item, one, depth, f"[{short(key)}]")
    return found


def _any_json(value: object, depth: int) -> object:
    if value is None or type(value) in SCALARS:
        return None if value is None else check_scalar(SCALARS, value, depth)
    if type(value) is list:
        return list(_sequence(_any_json, value, depth))
    return _mapping(_any_json, value, depth)

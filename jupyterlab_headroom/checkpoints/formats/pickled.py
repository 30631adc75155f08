"""Inspects a pickle without unpickling it.

A pickle is a program for a small stack machine, and running it can call anything. This module runs
the program on inert values only: a global is just its name, and a call is just a record of what
would have been called. Nothing is imported or executed.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.problems import CheckpointError

#: A tensor takes about 40 operations; 45 000 tensors are 1.8 million.
MAX_OPERATIONS = 4_000_000
_CHECK_EVERY = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Global:
    """A name that unpickling would import."""

    module: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Persistent:
    """A reference to something stored outside the pickle; for torch, a storage."""

    value: object


@dataclass(slots=True, eq=False)
class Call:
    """A call that unpickling would make, and the items and state it would give to the result."""

    function: object
    arguments: object
    items: list[tuple[object, object]] = field(default_factory=list)
    state: object = None


@dataclass(slots=True, eq=False)
class Items:
    """A dictionary, list or set, kept as pairs because keys may be anything (`None` in lists)."""

    items: list[tuple[object, object]]


class _Mark:
    pass


def look(stream: IO[bytes], budget: Budget) -> object:
    """Return the inert value of the next pickle in `stream`; raises `CheckpointError`."""
    machine = _Machine()
    try:
        for count, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
            if count % _CHECK_EVERY == 0:
                budget.check()
            if count > MAX_OPERATIONS:
                raise CheckpointError("header-too-large", "The file's pickle is too long.")
            machine.run(opcode.name, argument)
        return machine.stack[-1]
    except CheckpointError:
        raise
    # Any error means the same: this is not a pickle written by torch.
    except Exception:  # noqa: BLE001
        message = "The file's pickle is damaged or cut off."
        raise CheckpointError("not-a-model", message) from None


class _Machine:
    """The stack machine of pickle, working on inert values."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self._memo: dict[int, object] = {}
        self._operations = self._table()

    def run(self, name: str, argument: Any) -> None:
        operation = self._operations.get(name)
        if operation is not None:
            operation(argument)
        elif name in _PUSHES:
            self.stack.append(argument)
        elif name not in _NO_EFFECT:
            raise CheckpointError("not-a-model", f"The file's pickle uses {name}.")

    def _table(self) -> dict[str, Callable[[Any], None]]:
        push = self.stack.append
        return {
            "NONE": lambda _: push(None),
            "NEWTRUE": lambda _: push(True),
            "NEWFALSE": lambda _: push(False),
            "MARK": lambda _: push(_Mark()),
            "EMPTY_DICT": lambda _: push(Items([])),
            "EMPTY_LIST": lambda _: push(Items([])),
            "EMPTY_SET": lambda _: push(Items([])),
            "EMPTY_TUPLE": lambda _: push(()),
            "TUPLE": lambda _: push(tuple(self._to_mark())),
            "TUPLE1": lambda _: push(tuple(self._pop(1))),
            "TUPLE2": lambda _: push(tuple(self._pop(2))),
            "TUPLE3": lambda _: push(tuple(self._pop(3))),
            "LIST": lambda _: push(Items([(None, value) for value in self._to_mark()])),
            "DICT": lambda _: push(Items(_pairs(self._to_mark()))),
            "GLOBAL": lambda text: push(Global(*str(text).split(" ", 1))),
            "STACK_GLOBAL": lambda _: push(Global(*map(str, self._pop(2)))),
            "BINPERSID": lambda _: push(Persistent(self._pop(1)[0])),
            "PERSID": lambda text: push(Persistent(text)),
            "REDUCE": lambda _: push(Call(*self._pop(2))),
            "NEWOBJ": lambda _: push(Call(*self._pop(2))),
            "NEWOBJ_EX": lambda _: push(Call(*self._pop(3)[:2])),
            "BUILD": self._build,
            "SETITEM": lambda _: self._extend([tuple(self._pop(2))]),
            "SETITEMS": lambda _: self._extend(_pairs(self._to_mark())),
            "APPEND": lambda _: self._extend([(None, self._pop(1)[0])]),
            "APPENDS": lambda _: self._extend([(None, value) for value in self._to_mark()]),
            "ADDITEMS": lambda _: self._extend([(None, value) for value in self._to_mark()]),
            "POP": lambda _: self._drop(self._pop(1)),
            "POP_MARK": lambda _: self._drop(self._to_mark()),
            "DUP": lambda _: push(self.stack[-1]),
            "PUT": self._put,
            "BINPUT": self._put,
            "LONG_BINPUT": self._put,
            "MEMOIZE": lambda _: self._put(len(self._memo)),
            "GET": lambda key: push(self._memo[key]),
            "BINGET": lambda key: push(self._memo[key]),
            "LONG_BINGET": lambda key: push(self._memo[key]),
        }

    def _put(self, key: int) -> None:
        self._memo[key] = self.stack[-1]

    def _pop(self, count: int) -> list[Any]:
        if len(self.stack) < count:
            raise IndexError
        values = self.stack[-count:]
        del self.stack[-count:]
        return values

    @staticmethod
    def _drop(values: list[Any]) -> None:
        """Ignore values that were taken off the stack."""

    def _to_mark(self) -> list[Any]:
        position = len(self.stack) - 1
        while not isinstance(self.stack[position], _Mark):
            position -= 1
            if position < 0:
                raise IndexError
        values = self.stack[position + 1 :]
        del self.stack[position:]
        return values

    def _extend(self, items: list[Any]) -> None:
        self.stack[-1].items.extend(items)

    def _build(self, _: object) -> None:
        state = self._pop(1)[0]
        if isinstance(self.stack[-1], Call):
            self.stack[-1].state = state


def walk(value: object) -> Iterator[tuple[str, Call]]:
    """Yield every call inside a value with the key it is stored under, outer calls first.

    Each value is visited once, however often it is referenced, which bounds the walk.
    """
    seen: set[int] = set()
    todo: list[tuple[str, object]] = [("", value)]
    while todo:
        key, value = todo.pop()
        if id(value) in seen or not isinstance(value, Call | Items | tuple):
            continue
        seen.add(id(value))
        if isinstance(value, Call):
            yield key, value
        todo.extend(reversed(list(_children(key, value))))


def _children(key: str, value: Call | Items | tuple[object, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        yield from ((key, item) for item in value)
        return
    if isinstance(value, Call):
        yield from ((key, value.arguments), (key, value.state))
    for name, item in value.items:
        yield (name if isinstance(name, str) else key), item


def _pairs(values: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(values[::2], values[1::2], strict=True))


_PUSHES = frozenset(
    (
        *("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"),
        *("STRING", "BINSTRING", "SHORT_BINSTRING", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8"),
        *("UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "BYTEARRAY8"),
    )
)
_NO_EFFECT = frozenset(("PROTO", "FRAME", "STOP"))

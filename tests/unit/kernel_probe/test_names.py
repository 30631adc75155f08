"""Which values the probe reads, and that it runs no code of the user's for them."""

from __future__ import annotations

import pytest

from tests.unit.kernel_probe.probing import after, ask, names_after

#: What raises it is not caught by the probe: the test fails when code of the user's is run.
TRAP = "def trap(*_, **__): raise SystemExit('code of the user ran')\n"


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        ("name = 'models/ü'", "name", "models/ü"),
        ("import pathlib; path = pathlib.Path('a') / 'b'", "path", "a/b"),
        ("import pathlib; path = pathlib.PureWindowsPath('a/b')", "path", "a\\b"),
        ("import argparse; args = argparse.Namespace(model='org/a')", "args.model", "org/a"),
        ("import pathlib, argparse; a = argparse.Namespace(p=pathlib.Path('x'))", "a.p", "x"),
        ("class CFG: path = '/m'", "CFG.path", "/m"),
        ("class Base: kind = 'large'\nclass CFG(Base): pass", "CFG.kind", "large"),
        ("class Base: kind = 'large'\nclass C(Base): pass\nc = C()", "c.kind", "large"),
        ("class C:\n def __init__(self): self.id = 'org/b'\nc = C()", "c.id", "org/b"),
        ("cfg = {'model': 'org/c'}", 'cfg["model"]', "org/c"),
        ("import types; mod = types.ModuleType('m'); mod.NAME = 'org/d'", "mod.NAME", "org/d"),
        ("class D(dict): pass\nclass C: pass\nc = C(); c.__dict__ = D(x='y')", "c.x", "y"),
    ],
)
def test_a_text_is_read(source: str, name: str, value: str) -> None:
    assert names_after(source, name) == {name: value}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("", "gone"),
        ("", "gone.attribute"),
        ("", 'gone["key"]'),
        ("number = 7", "number"),
        ("nothing = None", "nothing"),
        ("raw = b'bytes'", "raw"),
        ("cfg = {'n': 1}", 'cfg["n"]'),
        ("cfg = {}", 'cfg["n"]'),
        ("items = ['a']", 'items["0"]'),
        ("class C:\n def __init__(self): self.depth = 3\nc = C()", "c.depth"),
        ("class C: __slots__ = ('a',)\nc = C(); c.a = 'x'", "c.a"),
        ("class Text(str): pass\ntext = Text('x')", "text"),
        ("name = 'x' * 100_000_000", "name"),
    ],
)
def test_anything_else_is_unknown(source: str, name: str) -> None:
    assert names_after(source, name) == {name: None}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("class C:\n __str__ = __repr__ = __getattr__ = __eq__ = __hash__ = trap\nc = C()", "c"),
        ("class C:\n x = property(trap)\nc = C()", "c.x"),
        ("class C:\n __getattr__ = trap\nc = C()", "c.x"),
        ("class C:\n __getattribute__ = trap\nc = C()", "c.x"),
        ("class C:\n __dict__ = property(trap)\nc = C()", "c.x"),
        ("class C:\n __class__ = property(trap)\nc = C()", "c.x"),
        (
            "class C(dict):\n get = __getitem__ = __contains__ = __missing__ = trap\nc = C()",
            'c["x"]',
        ),
        ("class D(dict):\n __contains__ = trap\nclass C: pass\nc = C(); c.__dict__ = D()", "c.x"),
        ("class C(str):\n __str__ = __len__ = trap\nc = C()", "c"),
        ("class C:\n __module__ = 'pathlib'\n __str__ = trap\nc = C()", "c"),
        ("class D:\n __get__ = trap\nclass C:\n x = D()\n __getattribute__ = D()\nc = C()", "c.x"),
    ],
)
def test_no_code_of_a_class_is_run(source: str, name: str) -> None:
    namespace = after(TRAP + source)
    answer = ask(namespace, names=[name], targets=["c"])
    assert answer["names"] == {name: None}
    assert answer["loaded_names"] == []


@pytest.mark.parametrize("name", ["c", "c.x", 'c["x"]', "C", "C.x", 'C["x"]'])
def test_no_code_of_a_metaclass_is_run(name: str) -> None:
    source = """
class Meta(type):
    __eq__ = __hash__ = __getattr__ = __instancecheck__ = __subclasscheck__ = trap
    __module__ = __dict__ = __mro__ = __name__ = property(trap)
    def __getattribute__(cls, name): trap()
C = Meta.__new__(Meta, 'C', (), {'y': 'a'})
c = object.__new__(C)
"""
    answer = ask(after(TRAP + source), names=[name], targets=["c", "C"])
    assert answer["names"] == {name: None}
    assert answer["loaded_names"] == []


def test_an_odd_object_spoils_no_other_name() -> None:
    source = """
class Key(str):
    __hash__ = str.__hash__
    def __eq__(self, other): raise ValueError('odd key')
cfg = {Key('model'): 'x'}
good = 'org/model'
"""
    assert names_after(source, 'cfg["model"]', "good") == {
        'cfg["model"]': None,
        "good": "org/model",
    }


@pytest.mark.parametrize(
    ("module", "is_told"),
    [("torch.nn.modules.module", True), ("keras.src.models", True), ("torchvision", False)],
)
def test_a_model_is_known_by_the_modules_of_its_bases(module: str, is_told: bool) -> None:
    source = f"class Module: __module__ = {module!r}\nclass Net(Module): pass\nmodel = Net()"
    answer = ask(after(source), targets=["model", "gone"])
    assert answer["loaded_names"] == (["model"] if is_told else [])


def test_a_module_that_is_no_text_spoils_nothing() -> None:
    source = "class Odd: __module__ = 3\nodd = Odd()\nclass Net: __module__ = 'keras'\nnet = Net()"
    assert ask(after(source), targets=["odd", "net"])["loaded_names"] == ["net"]

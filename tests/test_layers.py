"""The dependency rules and size caps of ARCHITECTURE.md, read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "jupyterlab_headroom"
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if "labextension" not in path.parts and path.name != "_version.py"
)

#: room -> the rooms of this package it may import. `app` wires everything.
ALLOWED = {
    "nouns": {"errors"},
    "errors": set(),
    "config": set(),
    "cadence": set(),
    "sources": {"nouns", "errors", "cadence"},
    "checkpoints": {"nouns", "errors", "sources"},
    "diagnosis": {"nouns"},
    "kernels": {"nouns", "errors", "sources", "cadence"},
    "sampling": {"nouns", "errors", "sources"},
    "watch": {"nouns", "errors", "sources", "diagnosis", "cadence"},
    "helpers": set(),
    "wire": {"nouns", "errors"},
    "events": {"nouns", "wire"},
    "metrics": {"nouns"},
    "routes": {"nouns", "errors", "cadence", "wire", "sampling", "kernels", "watch", "checkpoints"},
}
#: Rooms of values and conclusions: the time is an argument, and nothing is read.
PURE = ("nouns/", "diagnosis/", "cadence/")
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 45


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def room_of(path: Path) -> str:
    return name_of(path).split("/")[0]


def imports_of(path: Path) -> Iterator[str]:
    """Yield absolute dotted names of everything a module imports."""
    base = ["jupyterlab_headroom", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            prefix = base[: len(base) - node.level + 1]
            root = ".".join([*prefix, *([node.module] if node.module else [])])
            yield from ([root] if node.module else [f"{root}.{a.name}" for a in node.names])
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from jupyterlab_headroom import wire` names a room, too.
            if node.module == "jupyterlab_headroom":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_allowed_rooms(path: Path) -> None:
    room = room_of(path)
    if room in ("app", "__init__"):
        return
    assert room in ALLOWED, f"{room} is a new room: give it a line in ALLOWED and ARCHITECTURE.md"
    for imported in imports_of(path):
        parts = imported.split(".")
        if parts[0] != "jupyterlab_headroom" or len(parts) == 1:
            continue
        assert parts[1] in ALLOWED[room] | {room}, f"{room} must not import {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_one_room_touches_each_edge(path: Path) -> None:
    name, imported = name_of(path), {i.split(".")[0] for i in imports_of(path)}
    if name != "sources/gpu/nvml":
        assert "pynvml" not in imported, "only sources/gpu/nvml imports NVML"
    if room_of(path) not in ("app", "__init__", "routes", "events", "kernels", "config"):
        assert not imported & {"jupyter_server", "jupyter_client", "tornado", "traitlets"}
    assert not imported & {"torch", "transformers", "pickle", "numpy"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_pure_modules_have_no_clock_and_no_io(path: Path) -> None:
    if not name_of(path).startswith(PURE):
        return
    forbidden = {"time", "os", "pathlib", "threading", "subprocess", "logging", "datetime"}
    if room_of(path) == "nouns":
        forbidden -= {"pathlib"}  # a path is a noun as well
    assert not {i.split(".")[0] for i in imports_of(path)} & forbidden


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_sizes_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            body = node.body
            first = body[1] if ast.get_docstring(node) and len(body) > 1 else body[0]
            assert node.end_lineno - first.lineno < MAX_FUNCTION_LINES, node.name


def module_state(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield module-level assignments of mutable values and module-level calls."""
    for node in tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
            node.value, ast.List | ast.Set | ast.ListComp | ast.SetComp
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if not all(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
                yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_work_and_no_mutable_state_at_import(path: Path) -> None:
    found = list(module_state(ast.parse(path.read_text("utf-8"))))
    assert not found, f"line {found[0].lineno}: module-level work or mutable state"

"""Runs src/kernel/probe.py the way a kernel does: as text, in a dictionary of its own."""

from __future__ import annotations

import base64
import builtins
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROBE = Path(__file__).parents[3] / "src" / "kernel" / "probe.py"

_NAME = re.compile(r"""^(\w+)(?:\.(\w+)|\["([^"]*)"\])?$""")


def open_name(text: str) -> dict[str, str | None]:
    """`root`, `root.attribute` or `root["key"]`, as the page takes it apart."""
    found = _NAME.match(text)
    assert found is not None, text
    root, attribute, key = found.groups()
    return {"text": text, "root": root, "attribute": attribute, "key": key}


def private_room() -> dict[str, Any]:
    room: dict[str, Any] = {"__name__": "headroom_probe", "__builtins__": builtins}
    exec(PROBE.read_text(encoding="utf-8"), room)
    return room


def ask(
    namespace: dict[str, Any],
    *,
    names: Iterable[str] = (),
    targets: Iterable[str] = (),
    modules: Iterable[str] = (),
    with_versions: bool = False,
) -> dict[str, Any]:
    """The probe's answer about `namespace`, decoded."""
    request = {
        "names": [open_name(name) for name in names],
        "targets": list(targets),
        "modules": list(modules),
        "with_versions": with_versions,
    }
    text = private_room()["answer"](json.dumps(request), namespace)
    answer = json.loads(base64.b64decode(text))
    assert isinstance(answer, dict)
    return answer


def after(source: str) -> dict[str, Any]:
    """The namespace of a user who ran `source`."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(source, namespace)
    return namespace


def names_after(source: str, *names: str) -> dict[str, str | None]:
    """What is read under these names after `source`."""
    found = ask(after(source), names=names)["names"]
    assert isinstance(found, dict)
    return found

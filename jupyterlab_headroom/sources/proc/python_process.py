"""Which Python a process runs, and where its packages are, without asking the process.

There are three sources, as none is always available: the file that the process executes and its
`pyvenv.cfg`; the command line, whose first word is the link inside a virtual environment; and the
extension modules mapped into the process, which are in the very directories it imports from.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.sources.proc.process_context import PROC

_MAPPED = re.compile(rb"(/.*?/(?:site|dist)-packages)/")
_PYTHON = re.compile(r"(?:python|pypy)(?:3(?:\.\d+)?)?(?:\.exe)?")
#: Even a process with a great many libraries has a shorter list of mappings.
MAX_MAPS_BYTES = 8_000_000
MAX_CHILDREN = 16


@dataclass(frozen=True, slots=True)
class PythonProcess:
    """The interpreter of a process."""

    pid: int
    #: The path it was started by; in a virtual environment, the link there.
    executable: Path


def find_python(pid: int, proc: Path = PROC) -> PythonProcess | None:
    """Return the interpreter of a process or of its child, as a wrapper may start the kernel."""
    for candidate in (pid, *_children(pid, proc)):
        try:
            target = (proc / str(candidate) / "exe").readlink()
            words = (proc / str(candidate) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if _PYTHON.fullmatch(target.name):
            started = Path(os.fsdecode(words[0])) if words else target
            return PythonProcess(candidate, started if started.is_absolute() else target)
    return None


def package_directories(python: PythonProcess, home: Path, proc: Path = PROC) -> list[Path]:
    """Return the directories that packages are imported from, in order of precedence."""
    prefix = python.executable.parent.parent
    settings = _pyvenv(prefix)
    ordered = _site_packages(prefix)
    if settings is None or settings.get("include-system-site-packages") == "true":
        base = Path(settings["home"]).parent if settings and "home" in settings else prefix
        ordered += [*_site_packages(home / ".local"), *_site_packages(base)]
    return list(dict.fromkeys([*ordered, *_mapped(python.pid, proc)]))


def _children(pid: int, proc: Path) -> Iterator[int]:
    try:
        text = (proc / str(pid) / "task" / str(pid) / "children").read_text("ascii")
    except OSError:
        return
    yield from map(int, itertools.islice(text.split(), MAX_CHILDREN))


def _pyvenv(prefix: Path) -> dict[str, str] | None:
    """Return the settings in pyvenv.cfg; `None` outside a virtual environment."""
    try:
        lines = (prefix / "pyvenv.cfg").read_text("utf-8", "replace").splitlines()[:100]
    except OSError:
        return None
    pairs = (line.partition("=") for line in lines)
    return {key.strip().lower(): value.strip() for key, _, value in pairs if value}


def _site_packages(prefix: Path) -> list[Path]:
    """Return the package directories below a prefix; Debian calls them dist-packages."""
    patterns = ("lib*/python3*/site-packages", "lib*/python3*/dist-packages")
    local = ("local/lib/python3*/dist-packages", "lib/python3/dist-packages")
    found = (sorted(prefix.glob(pattern)) for pattern in (*patterns, *local))
    try:
        return [path for paths in found for path in paths]
    except OSError:
        return []


def _mapped(pid: int, proc: Path) -> list[Path]:
    try:
        with (proc / str(pid) / "maps").open("rb") as file:
            data = file.read(MAX_MAPS_BYTES)
    except OSError:
        return []
    return [Path(os.fsdecode(path)) for path in dict.fromkeys(_MAPPED.findall(data))]

"""Versions of installed distributions, from the names of their metadata directories alone."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable
from pathlib import Path

#: `<name>-<version>.dist-info`, where wheels write the name with underscores.
_METADATA = re.compile(r"(?P<name>[A-Za-z0-9._]+)-(?P<version>\d[^-]*)(?:-.*)?\.(?:dist|egg)-info")
MAX_ENTRIES = 20_000
MAX_VERSION = 60


def installed_versions(directories: Iterable[Path], wanted: Iterable[str]) -> dict[str, str | None]:
    """Return the version of each wanted distribution; `None` if no directory has it."""
    versions: dict[str, str | None] = dict.fromkeys(wanted)
    by_key = {_key(name): name for name in versions}
    for directory in directories:
        for entry in _names(directory):
            match = _METADATA.fullmatch(entry)
            name = by_key.get(_key(match["name"])) if match else None
            if match and name and versions[name] is None:
                versions[name] = match["version"][:MAX_VERSION]
    return versions


def _names(directory: Path) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in itertools.islice(entries, MAX_ENTRIES)]
    except OSError:
        return []


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

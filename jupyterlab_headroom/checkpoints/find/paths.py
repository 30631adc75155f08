"""Resolves references to paths as the kernel would, and shortens paths for display."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyterlab_headroom.checkpoints.problems import CheckpointError

#: PATH_MAX of Linux.
MAX_REFERENCE = 4_096


@dataclass(frozen=True, slots=True)
class PathContext:
    """The kernel's view of the file system, to resolve relative paths and cache directories."""

    #: Its working directory; `None` when the kernel is not on this machine.
    cwd: Path | None
    home: Path
    #: HF_* and XDG_CACHE_HOME from its environment.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: The kernel runs on another machine: nothing on this disk is what it would read.
    is_remote: bool = False


def own_home() -> Path:
    """Return the home of this server's user, or `/` for users without one, as in containers."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")


def local_path(reference: str, context: PathContext) -> Path | None:
    """Return the path on disk that a reference refers to.

    `None` if it is relative and the working directory is unknown. Raises `CheckpointError` for what
    cannot be a path at all.
    """
    if not reference or "\0" in reference or len(reference) > MAX_REFERENCE:
        raise CheckpointError("refused", "This is not the name of a model or a file.")
    try:
        reference.encode("utf-8")
    except UnicodeEncodeError:
        raise CheckpointError("refused", "This is not the name of a model or a file.") from None
    return expand(reference, context)


def expand(text: str, context: PathContext) -> Path | None:
    """Return a path as the kernel would resolve it; `None` if that needs an unknown directory."""
    if text == "~" or text.startswith("~/"):
        return context.home / text[2:]
    path = Path(text)
    if path.is_absolute():
        return path
    return None if context.cwd is None else context.cwd / path


def display_path(path: Path, context: PathContext) -> str:
    """Return a path for display: relative to the working directory or to `~` where possible."""
    plain = Path(os.path.normpath(path))
    if context.cwd is not None and plain.is_relative_to(context.cwd):
        return plain.relative_to(context.cwd).as_posix()
    if plain.is_relative_to(context.home):
        return "~/" + plain.relative_to(context.home).as_posix()
    return plain.as_posix()

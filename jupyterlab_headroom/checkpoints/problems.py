"""Reasons why a checkpoint cannot be described, worded for people.

CheckpointError
 ├─ code "missing"           nothing is there
 ├─ code "no-weights"        the directory holds no file that a load would read
 ├─ code "refused"           it exists, but is not a file or directory that a load would read
 ├─ code "not-readable"      the operating system does not let this user read it
 ├─ code "torn"              the file is shorter than its own header says
 ├─ code "not-a-model"       the header makes no sense
 ├─ code "header-too-large"  the header is larger than any real one
 ├─ code "too-many-files"    more shards than any real model has
 ├─ code "incomplete"        some files of the model are not there yet
 ├─ code "timeout"           the file system was too slow
 └─ code "remote"            the kernel's files are on another machine
"""

from __future__ import annotations

from jupyterlab_headroom.errors import NotReadable
from jupyterlab_headroom.nouns.checkpoints import ModelProblem

#: Names come from files and notebooks; a long one would drown the sentence around it.
MAX_SHOWN = 120


class CheckpointError(NotReadable):
    """A checkpoint cannot be described. Becomes the `problem` of an answer, never a 5xx status."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = ModelProblem(code, message)


def shown(name: str) -> str:
    """Return a name made suitable for a line of text: printable, quoted, not too long."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)
    return f"'{text[: MAX_SHOWN - 1]}…'" if len(text) > MAX_SHOWN else f"'{text}'"

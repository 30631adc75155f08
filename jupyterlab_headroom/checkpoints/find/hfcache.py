"""Finds a model in the cache of huggingface_hub.

`models--<org>--<name>/refs/<revision>` contains a commit, `snapshots/<commit>/` links to `blobs/`,
and `blobs/*.incomplete` are unfinished downloads (huggingface_hub, file_download.py).
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.checkpoints.files.files import is_directory, is_file, opened
from jupyterlab_headroom.checkpoints.find.paths import PathContext, expand
from jupyterlab_headroom.checkpoints.problems import CheckpointError
from jupyterlab_headroom.nouns.checkpoints import ModelQuery

#: An id: `name` or `owner/name`, as huggingface_hub validates it.
_ID = re.compile(r"(?:[A-Za-z0-9][\w.-]{0,95}/)?[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
#: A reference with one of these endings is a file, even if it has the form of an id.
_FILE_SUFFIXES = (
    *(".safetensors", ".bin", ".gguf", ".ggml", ".pt", ".pth", ".ckpt", ".onnx", ".h5", ".hdf5"),
    *(".keras", ".npy", ".npz", ".pkl", ".pickle", ".joblib", ".msgpack", ".nemo", ".zip", ".tar"),
    *(".gz", ".csv", ".tsv", ".json", ".jsonl", ".parquet", ".feather", ".arrow", ".txt"),
)
_COMMIT = re.compile(r"[0-9a-f]{40}")
DEFAULT_REVISION = "main"
MAX_BLOBS = 10_000


@dataclass(frozen=True, slots=True)
class Cached:
    """A model that has at least its folder in the cache."""

    folder: Path
    #: The files of the revision; `None` when none of it has been downloaded.
    snapshot: Path | None


def is_id(reference: str) -> bool:
    """Return whether a reference can be the id of a model on the Hub."""
    return (
        _ID.fullmatch(reference) is not None
        and "--" not in reference
        and ".." not in reference
        and not reference.lower().endswith((".git", ".", "-", *_FILE_SUFFIXES))
    )


def find_cached(reference: str, query: ModelQuery, context: PathContext) -> Cached | None:
    """Return where a model is cached, completely or not; `None` if it is in no cache."""
    found: Cached | None = None
    for name, root in itertools.product(_names(reference, query), cache_roots(query, context)):
        folder = root / ("models--" + name.replace("/", "--"))
        if is_directory(folder):
            found = Cached(folder, _snapshot(folder, query.revision or DEFAULT_REVISION))
            if found.snapshot is not None:
                return found
    return found


def cache_roots(query: ModelQuery, context: PathContext) -> list[Path]:
    """Return the directories that may hold the cache, in order of precedence."""
    if query.cache_dir:
        return [_absolute(query.cache_dir, context)]
    roots = [_absolute(value, context) for value in _own_caches(query, context)]
    return [*roots, hub_cache(context)]


def hub_cache(context: PathContext) -> Path:
    """Return the cache directory of huggingface_hub, by the rules of its constants.py."""
    get = context.environment.get
    if cache := get("HF_HUB_CACHE") or get("HUGGINGFACE_HUB_CACHE"):
        return _absolute(cache, context)
    if home := get("HF_HOME"):
        return _absolute(home, context) / "hub"
    if xdg := get("XDG_CACHE_HOME"):
        return _absolute(xdg, context) / "huggingface" / "hub"
    return context.home / ".cache" / "huggingface" / "hub"


def partial_bytes(folder: Path) -> int:
    """Return how many bytes unfinished downloads have written so far."""
    total = 0
    try:
        with os.scandir(folder / "blobs") as entries:
            for entry in itertools.islice(entries, MAX_BLOBS):
                if entry.name.endswith(".incomplete"):
                    total += entry.stat(follow_symlinks=False).st_size
    except OSError:
        return total
    return total


def free_bytes(directory: Path) -> int | None:
    """Return the free bytes of the file system that a directory is on or would be created on."""
    for candidate in (directory, *directory.parents):
        try:
            return shutil.disk_usage(candidate).free
        except OSError:
            continue
    return None


def _names(reference: str, query: ModelQuery) -> Iterator[str]:
    yield reference
    # The library looks up a name without an owner in this organisation.
    if query.kind == "sentence-transformers" and "/" not in reference:
        yield f"sentence-transformers/{reference}"


def _own_caches(query: ModelQuery, context: PathContext) -> Iterator[str]:
    """Yield library-specific caches: those of transformers before 5 and sentence-transformers."""
    for name in ("SENTENCE_TRANSFORMERS_HOME", "TRANSFORMERS_CACHE"):
        belongs = name.startswith("SENTENCE") == (query.kind == "sentence-transformers")
        if belongs and (value := context.environment.get(name)):
            yield value


def _absolute(path: str, context: PathContext) -> Path:
    expanded = expand(path, context)
    if expanded is None:
        raise CheckpointError("remote", "The kernel's files are not on this machine.")
    return expanded


def _snapshot(folder: Path, revision: str) -> Path | None:
    commit = revision if _COMMIT.fullmatch(revision) else _ref(folder, revision)
    if commit is None:
        return None
    snapshot = folder / "snapshots" / commit
    return snapshot if is_directory(snapshot) else None


def _ref(folder: Path, revision: str) -> str | None:
    """Return the commit that a branch or tag pointed to when it was last looked up."""
    if "\0" in revision or ".." in revision or revision.startswith("/") or len(revision) > 200:
        raise CheckpointError("refused", "This is not the name of a revision.")
    path = folder / "refs" / revision
    if not is_file(path):
        return None
    with opened(path) as (file, _):
        commit = file.read(64).decode("ascii", "replace").strip()
    return commit if _COMMIT.fullmatch(commit) else None

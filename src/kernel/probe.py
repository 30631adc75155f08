"""What only a kernel knows about itself. The page sends this text to the kernel, which executes it.

It runs in a dictionary of its own, so nothing of it stays in the user's namespace and builtins that
the user has shadowed do no harm. It prints nothing and runs no user code: on an object of a class
that it does not know, it calls no method, property or conversion.

Kernels may be older than the server, so this is written for Python 3.8.
"""

from __future__ import annotations

import base64
import json
import os
import pathlib
import sys
from contextlib import suppress
from importlib import metadata
from types import GetSetDescriptorType, ModuleType
from typing import Any, Callable, Mapping

#: Distributions whose version decides which rules apply.
DISTRIBUTIONS = (
    "accelerate",
    "bitsandbytes",
    "diffusers",
    "kernels",
    "llama-cpp-python",
    "numpy",
    "peft",
    "safetensors",
    "sentence-transformers",
    "torch",
    "transformers",
    "unsloth",
    "vllm",
)
ENVIRONMENT_PREFIXES = ("HF_", "HUGGINGFACE_", "TRANSFORMERS_", "PYTORCH_")
ENVIRONMENT_NAMES = ("CUDA_VISIBLE_DEVICES", "XDG_CACHE_HOME", "MALLOC_MMAP_THRESHOLD_")
#: A variable with this in its name never leaves the kernel, whatever its prefix.
NEVER_SENT = "TOKEN"
#: Longer than any path. Such a text is not a model's name, and would only burden the connection.
LONGEST_TEXT = 4096
PATHS = (
    pathlib.PurePosixPath,
    pathlib.PureWindowsPath,
    pathlib.PosixPath,
    pathlib.WindowsPath,
)
MODEL_MODULES = ("torch.nn", "keras")

# Read in the way `type` itself does, because a metaclass could put the user's code in their place.
bases_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
members_of: Callable[[type], Mapping[str, Any]] = type.__dict__["__dict__"].__get__


def answer(request_text: str, namespace: Mapping[str, Any]) -> str:
    """Return what was requested as JSON in base64, so that its `repr` needs no parser.

    `request_text` is JSON too: `names` (each with `text`, `root`, `attribute`, `key`), `targets`,
    `modules` and `with_versions`. A part that cannot be read is `null` and does not affect the
    others.
    """
    request = json.loads(request_text)
    response = {
        "versions": versions() if request["with_versions"] else {},
        "cwd": attempt(os.getcwd),
        "environment": attempt(environment),
        "names": {n["text"]: attempt(text_under, n, namespace) for n in request["names"]},
        "loaded_names": [n for n in request["targets"] if attempt(is_model, namespace.get(n))],
        "modules": [name for name in request["modules"] if name in sys.modules],
        "torch_unused": attempt(torch_unused_bytes),
        "refusals": attempt(bytes_left),
    }
    return base64.b64encode(json.dumps(response).encode()).decode()


def attempt(read: Callable[..., object], *arguments: object) -> object:
    """Return what `read` returns, or `None` when it fails."""
    with suppress(Exception):
        return read(*arguments)
    return None


def versions() -> dict[str, object]:
    """Return the version of each distribution; `None` where it is not installed."""
    return {name: attempt(version, name) for name in DISTRIBUTIONS}


def version(name: str) -> str | None:
    """Return the version of one distribution. Raises whatever reading damaged metadata raises."""
    return next((found.version for found in metadata.distributions(name=name)), None)


def environment() -> dict[str, str]:
    """Return the environment variables that affect loading, with their current values."""
    return {
        name: value
        for name, value in os.environ.items()
        if (name.startswith(ENVIRONMENT_PREFIXES) or name in ENVIRONMENT_NAMES)
        and NEVER_SENT not in name
    }


def text_under(name: Mapping[str, Any], namespace: Mapping[str, Any]) -> str | None:
    """Return the text in `root`, `root.attribute` or `root["key"]`; `None` for anything else."""
    root, attribute, key = namespace.get(name["root"]), name["attribute"], name["key"]
    if attribute is not None:
        return text_of(attribute_of(root, attribute))
    if key is not None:
        return text_of(root.get(key)) if type(root) is dict else None
    return text_of(root)


def text_of(value: object) -> str | None:
    """Return a string or a path as a string; `None` for other classes, whose code is not called."""
    # Compared by identity, because `==` and `in` would call the metaclass.
    kind = type(value)
    if kind is not str and not any(kind is path for path in PATHS):
        return None
    text = str(value)
    return text if len(text) <= LONGEST_TEXT else None


def attribute_of(root: Any, name: str) -> object:
    """Return the raw value of an attribute: a property is returned as an object, never called."""
    kind = type(root)
    if kind is ModuleType or has_plain_dict(kind):
        own = root.__dict__
        # User code that sets `__dict__` may use a subclass of dict, with methods of its own.
        if dict.__contains__(own, name):
            return dict.__getitem__(own, name)
    for base in bases_of(root if kind is type else kind):
        if name in members_of(base):
            return members_of(base)[name]
    return None


def has_plain_dict(kind: type) -> bool:
    """Whether an instance's `__dict__` is the interpreter's own: reading it runs no user code."""
    if type(kind) is not type:
        return False
    classes = [members_of(base) for base in bases_of(kind) if base is not object]
    dicts = [members["__dict__"] for members in classes if "__dict__" in members]
    return (
        len(dicts) > 0
        and all(type(found) is GetSetDescriptorType for found in dicts)
        and not any("__getattribute__" in members for members in classes)
    )


def is_model(value: object) -> bool:
    """Whether the value's class derives from a class in torch.nn or Keras."""
    modules = [members_of(base).get("__module__") for base in bases_of(type(value))]
    return any(type(module) is str and module.startswith(MODEL_MODULES) for module in modules)


def torch_unused_bytes() -> dict[str, int]:
    """Return, for each GPU, the bytes that torch's allocator would free before it fails.

    These are completely unused segments; `inactive_split` are the unused pieces of segments in use
    (see torch's documentation of `memory_stats`). This neither imports nor initialises anything.
    """
    cuda = sys.modules.get("torch.cuda")
    if cuda is None or not cuda.is_initialized():
        return {}
    return {
        str(index): unused_bytes(cuda.memory_stats_as_nested_dict(index))
        for index in range(cuda.device_count())
    }


def unused_bytes(stats: Mapping[str, Any]) -> int:
    """Return the bytes in one GPU's completely unused segments."""
    reserved, active, split = (
        stats[name]["all"]["current"]
        for name in ("reserved_bytes", "active_bytes", "inactive_split_bytes")
    )
    return max(0, int(reserved - active - split))


def bytes_left() -> dict[str, int]:
    """Return the bytes left under each limit that makes allocations fail.

    The limits are those on address space, on data and on committed memory. Raises ImportError or
    OSError where the system has no such limits or files.
    """
    import resource

    limits = (
        ("address-space", resource.RLIMIT_AS, "VmSize"),
        ("data", resource.RLIMIT_DATA, "VmData"),
    )
    softs = [(name, resource.getrlimit(limit)[0], used) for name, limit, used in limits]
    in_force = [row for row in softs if row[1] != resource.RLIM_INFINITY]
    status = sizes_in("/proc/self/status") if in_force else {}
    left = {name: soft - status[used] for name, soft, used in in_force}
    if pathlib.Path("/proc/sys/vm/overcommit_memory").read_text().strip() == "2":
        machine = sizes_in("/proc/meminfo")
        left["overcommit"] = machine["CommitLimit"] - machine["Committed_AS"]
    return left


def sizes_in(path: str) -> dict[str, int]:
    """Return the `Name: number kB` lines of a file in /proc, in bytes."""
    rows = [line.split() for line in pathlib.Path(path).read_text().splitlines()]
    return {row[0][:-1]: int(row[1]) * 1024 for row in rows if len(row) == 3 and row[2] == "kB"}

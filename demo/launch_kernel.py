"""Starts an IPython kernel under a memory limit of its own: the program of a ``kernel.json``.

``HEADROOM_KERNEL_LIMIT_BYTES`` is the limit, ``HEADROOM_KERNEL_GROUPS`` how the names of the
control groups start. The kernel learns who limits it from ``HEADROOM_KERNEL_LIMITED_BY`` (empty:
nobody).
The arguments are those of ``ipykernel_launcher``; ``--clean`` removes what former kernels left.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import memory_limit

GIB = 2**30


def group_name(prefix: str, arguments: list[str]) -> str:
    """One group a kernel, the same after a restart: the connection file is named after its id."""
    connection = next((a for a in arguments if a.endswith(".json")), f"kernel-{os.getpid()}")
    # Eight characters of an id are enough to tell kernels apart, and can be read on a screen.
    return f"{prefix}-{Path(connection).stem.removeprefix('kernel-')[:8]}"


def main(arguments: list[str]) -> None:
    """Move into a limited group and become the kernel."""
    prefix = os.environ.get("HEADROOM_KERNEL_GROUPS", "headroom-demo")
    if arguments == ["--clean"]:
        memory_limit.remove_empty(prefix)
        return
    memory_limit.remove_empty(prefix, memory_limit.STALE_SECONDS)
    limit_bytes = int(os.environ.get("HEADROOM_KERNEL_LIMIT_BYTES", GIB))
    limit = memory_limit.enter(group_name(prefix, arguments), limit_bytes)
    os.environ["HEADROOM_KERNEL_LIMITED_BY"] = limit.way if limit else ""
    kernel = [sys.executable, "-m", "ipykernel_launcher", *arguments]
    command = [*(limit.prefix if limit else ()), *kernel]
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])

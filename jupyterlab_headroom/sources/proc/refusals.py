"""Limits at which allocations fail instead of the process being killed, and what they leave.

These are `ulimit -v` and `ulimit -d` of the process, and the commit limit of the whole machine if
Linux enforces it (`vm.overcommit_memory=2`). Read from /proc, without asking the process.
"""

from __future__ import annotations

import re
from pathlib import Path

from jupyterlab_headroom.sources.files import pick_kib, read_text, to_int
from jupyterlab_headroom.sources.proc.process_context import PROC

#: Name -> line of `limits` (the soft limit comes first), and the field of `status` that it limits.
_OF_PROCESS = {
    "address-space": (re.compile(r"^Max address space +(\d+) ", re.MULTILINE | re.ASCII), "VmSize"),
    "data": (re.compile(r"^Max data size +(\d+) ", re.MULTILINE | re.ASCII), "VmData"),
}
#: Value of `vm.overcommit_memory` at which Linux never commits more than the limit.
_NEVER = 2


def read_refusals(pid: int, proc: Path = PROC) -> dict[str, int]:
    """Return the bytes left under each limit; those that are unlimited or unknown are left out."""
    limits = read_text(proc / str(pid) / "limits") or ""
    used = pick_kib(read_text(proc / str(pid) / "status"), ("VmSize", "VmData"))
    left = {
        name: int(found[1]) - size
        for name, (line, field) in _OF_PROCESS.items()
        if (found := line.search(limits)) and (size := used[field]) is not None
    }
    return left | _of_machine(proc)


def _of_machine(proc: Path) -> dict[str, int]:
    if to_int(read_text(proc / "sys/vm/overcommit_memory")) != _NEVER:
        return {}
    promised = pick_kib(read_text(proc / "meminfo"), ("CommitLimit", "Committed_AS"))
    limit, used = promised["CommitLimit"], promised["Committed_AS"]
    return {} if limit is None or used is None else {"overcommit": limit - used}

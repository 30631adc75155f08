"""Plants fake /proc and /sys trees from one nested literal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyterlab_headroom.sources.files import Roots

FIXTURES = Path(__file__).parent.parent / "fixtures"
MIB = 1 << 20
GIB = 1 << 30


def plant(root: Path, tree: Mapping[str, Any]) -> Path:
    """Write `tree` below `root`: a mapping is a folder, anything else the text of a file."""
    root.mkdir(parents=True, exist_ok=True)
    for name, value in tree.items():
        path = root / name.strip("/")
        if isinstance(value, Mapping):
            plant(path, value)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(value))
    return root


def roots_of(root: Path, proc: Mapping[str, Any], sys: Mapping[str, Any]) -> Roots:
    """Plant a machine."""
    return Roots(plant(root / "proc", proc), plant(root / "sys", sys))


def captured(root: Path, name: str) -> Roots:
    """Plant a machine that was captured from a real one; see tests/fixtures/cgroup/README.md."""
    files = json.loads((FIXTURES / "cgroup" / f"{name}.json").read_text("utf-8"))["files"]
    plant(root, files)
    return Roots(root / "proc", root / "sys")


def meminfo(total: int = 16 * GIB, available: int = 12 * GIB, **more: int) -> str:
    """Return a /proc/meminfo; sizes in bytes."""
    lines = {"MemTotal": total, "MemFree": available, "MemAvailable": available, **more}
    return "".join(f"{name}:  {value // 1024:>8} kB\n" for name, value in lines.items())


def mountinfo(version: str = "v2", root: str = "/", more: str = "") -> str:
    """Return a /proc/self/mountinfo with the memory controller where distributions put it."""
    if version == "v2":
        line = f"30 24 0:26 {root} /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n"
    else:
        line = f"32 31 0:29 {root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    return "22 28 0:21 / /proc rw - proc proc rw\n" + line + more


def v2(current: int, limit: int | str = "max", **more: object) -> dict[str, object]:
    """Return the files of a v2 group; `inactive_file=...` and the like go to memory.stat."""
    stat = {name: more.pop(name, 0) for name in ("inactive_file", "active_file", "shmem")}
    files: dict[str, object] = {
        "memory.current": f"{current}\n",
        "memory.max": f"{limit}\n",
        "memory.stat": "".join(f"{name} {value}\n" for name, value in stat.items()),
    }
    return files | {name.replace("_", ".", 2): f"{value}\n" for name, value in more.items()}


def v1(usage: int, limit: int = 0x7FFFFFFFFFFFF000, **stat: int) -> dict[str, object]:
    """Return the files of a v1 memory group."""
    stat.setdefault("hierarchical_memory_limit", limit)
    return {
        "memory.usage_in_bytes": f"{usage}\n",
        "memory.limit_in_bytes": f"{limit}\n",
        "memory.stat": "".join(f"{name} {value}\n" for name, value in stat.items()),
    }


def status(anon: int, shmem: int = 0, file: int = 0, name: str = "python3") -> str:
    """Return the lines of /proc/PID/status we read, among others; sizes in bytes."""
    return (
        f"Name:\t{name}\nState:\tS (sleeping)\nVmRSS:\t{(anon + shmem + file) // 1024} kB\n"
        f"RssAnon:\t{anon // 1024:>8} kB\nRssFile:\t{file // 1024:>8} kB\n"
        f"RssShmem:\t{shmem // 1024:>8} kB\nThreads:\t1\n"
    )


def stat(pid: int, parent: int, *, group: int = 1, session: int = 1, name: str = "python3") -> str:
    """Return /proc/PID/stat up to what we read."""
    return f"{pid} ({name}) S {parent} {group} {session} 0 -1 4194560 100 0\n"

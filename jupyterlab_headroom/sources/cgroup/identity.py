"""How the host sees us: container and pod ids, and whether its pids are the same as ours."""

from __future__ import annotations

import re
from pathlib import Path

from jupyterlab_headroom.sources.files import read_text

#: Inode number of the initial pid namespace (PROC_PID_INIT_INO in include/linux/proc_ns.h).
_FIRST_PID_NAMESPACE = "pid:[4026531836]"
#: Docker, containerd and CRI-O bind-mount files from a directory named after the container's id.
_CONTAINER = re.compile(r"/(?:containers|sandboxes|overlay-containers)/([0-9a-f]{64})\b")
#: The kubelet does so from /var/lib/kubelet/pods/<uid>/...
_POD = re.compile(r"/pods/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


def container_ids(proc: Path = Path("/proc")) -> tuple[str, ...]:
    """Return the ids by which our control group may appear in the host's log."""
    text = read_text(proc / "self" / "mountinfo") or ""
    group = read_text(proc / "self" / "cgroup") or ""
    found = [*_CONTAINER.findall(text), *_POD.findall(text), *re.findall(r"[0-9a-f]{64}", group)]
    return tuple(dict.fromkeys(found))


def in_first_pid_namespace(proc: Path = Path("/proc")) -> bool | None:
    """Return whether we are in the initial pid namespace; `None` without namespaces or Linux."""
    try:
        return str((proc / "self" / "ns" / "pid").readlink()) == _FIRST_PID_NAMESPACE
    except OSError:
        return None


def sees_host_pids(proc: Path = Path("/proc")) -> bool:
    """Return whether pids in the kernel log, which are those of the initial namespace, are ours."""
    return in_first_pid_namespace(proc) is True

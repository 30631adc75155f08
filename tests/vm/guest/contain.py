"""Run the suite as a container would: pid, mount and control group namespaces of its own.

The kernel log then names the host's pids and paths, which mean nothing inside.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

from tests.vm.guest import suite

#: <sched.h>; `os.unshare` came with Python 3.12.
_CLONE_NEWNS, _CLONE_NEWCGROUP, _CLONE_NEWPID = 0x00020000, 0x02000000, 0x20000000
_MNT_DETACH = 2


def main() -> None:
    """The group that we are in becomes the root of what is seen inside."""
    flags = _CLONE_NEWNS | _CLONE_NEWCGROUP | _CLONE_NEWPID
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/sys/fs/cgroup/cgroup.procs").open("w") as outside:
        if libc.unshare(flags) != 0:
            sys.exit(os.strerror(ctypes.get_errno()))
        # A group with children of its own must hold no process itself.
        outside.write(str(os.getpid()))
    child = os.fork()  # the first process of the new pid namespace
    if child:
        os.waitpid(child, 0)
        return
    # Linux refuses to mount a file system over itself.
    libc.umount2(b"/sys/fs/cgroup", _MNT_DETACH)
    for kind, place in ("proc", "/proc"), ("cgroup2", "/sys/fs/cgroup"):
        subprocess.run(["mount", "-t", kind, kind, place], check=True)
    root = Path("/sys/fs/cgroup")
    (root / "server").mkdir()
    (root / "server/cgroup.procs").write_text(str(os.getpid()))
    (root / "cgroup.subtree_control").write_text("+memory")
    suite.main()


main()

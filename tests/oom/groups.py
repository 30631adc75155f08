"""A memory control group of our own, of whichever version this machine has."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.sources.cgroup.mounts import memory_mount, parse_mountinfo
from jupyterlab_headroom.sources.files import Roots, read_text
from tests.victim import MIB

#: Linux takes memory apart at its own pace, on a busy machine for seconds.
END_SECONDS = 60


@dataclass
class Group:
    directory: Path
    version: str

    @property
    def procs(self) -> Path:
        return self.directory / "cgroup.procs"

    def oom_kills(self) -> int:
        name = "memory.oom_control" if self.version == "v1" else "memory.events"
        for line in (self.directory / name).read_text().splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
        raise AssertionError(f"{name} has no oom_kill")

    def limit(self, bytes_: int) -> None:
        name = "memory.limit_in_bytes" if self.version == "v1" else "memory.max"
        (self.directory / name).write_text(str(bytes_))

    def remove(self) -> None:
        """End what is left in it. Once the group is gone, so are its memory and open files."""
        deadline = time.monotonic() + END_SECONDS
        while not self._is_removed():
            assert time.monotonic() < deadline, f"{self.directory} is still in use"
            for pid in self.procs.read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            time.sleep(0.01)

    def _is_removed(self) -> bool:
        try:
            self.directory.rmdir()
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            return False
        return True


def why_not() -> str | None:
    """The reason why no group can be made here, or None."""
    try:
        group = make_group("probe", 64 * MIB)
    except (OSError, LookupError) as error:
        return f"needs a memory control group to write to (root, or a delegated one): {error}"
    group.remove()
    return None


def make_group(name: str, limit_bytes: int) -> Group:
    roots = Roots()
    mount = memory_mount(parse_mountinfo(read_text(roots.proc / "self" / "mountinfo")))
    if mount is None:
        raise LookupError("no control groups are mounted")
    directory = Path(mount.mount_point) / f"headroom-test-{os.getpid()}-{name}"
    directory.mkdir(exist_ok=True)
    group = Group(directory, mount.version)
    group.limit(limit_bytes)
    return group

"""What the test machine does: the suite as root, in a container, and as an ordinary user.

The container sees the kernel log with the host's names in it; the user does not see the log.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

USER = 1000
#: What a container can tell apart that a host cannot, or must not mix up.
CONTAINED = (
    "limit_of_own_group",
    "limit_of_parent",
    "limit_of_container",
    "by_hand",
    "by_hand_after_an_oom_kill",
    "two_at_once",
    "worker",
    "another_grew",
)
RESTRICT = Path("/proc/sys/kernel/dmesg_restrict")


def options() -> dict[str, str]:
    """Options from the command line of the machine: `headroom.runs=2 headroom.only=a,b`."""
    words = Path("/proc/cmdline").read_text().split()
    return dict(word[9:].split("=", 1) for word in words if word.startswith("headroom."))


def delegate(uid: int) -> Path:
    """Give a control group of its own to a user, as systemd does for a login session."""
    lab = Path(f"/sys/fs/cgroup/lab-{uid}")
    (lab / "server").mkdir(parents=True)
    (lab / "cgroup.subtree_control").write_text("+memory")
    for path in (lab, lab / "server"):
        for name in ("", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads"):
            os.chown(path / name, uid, uid)
    return lab


def suite(uid: int, runs: str, only: str) -> None:
    """Run the suite as a user, from the server's group."""
    lab = delegate(uid)

    def become() -> None:
        (lab / "server/cgroup.procs").write_text(str(os.getpid()))
        os.setgid(uid)
        os.setuid(uid)

    subprocess.run(
        [sys.executable, "-u", "-m", "tests.vm.guest.suite", *filter(None, only.split(","))],
        preexec_fn=become,
        env={**os.environ, "HEADROOM_RUNS": runs, "HEADROOM_LAB": str(lab)},
        check=False,
    )


def container(runs: str, only: str) -> None:
    """Run a part of the suite in namespaces of its own, under a limit at their root."""
    lab = Path("/sys/fs/cgroup/box")
    lab.mkdir()
    (lab / "memory.max").write_text(str(400 * 1024**2))

    def enter() -> None:
        (lab / "cgroup.procs").write_text(str(os.getpid()))

    names = [name for name in CONTAINED if not only or name in only.split(",")]
    if not names:
        return
    subprocess.run(
        [sys.executable, "-u", "-m", "tests.vm.guest.contain", *names],
        preexec_fn=enter,
        env={
            **os.environ,
            "HEADROOM_RUNS": runs,
            "HEADROOM_LAB": "/sys/fs/cgroup",
            "HEADROOM_PLACE": "container",
        },
        check=False,
    )


def main() -> None:
    """First root with the log, then a user whom the log is closed to."""
    told = options()
    suite(0, told.get("rootruns", "5"), told.get("only", ""))
    container(told.get("boxruns", "5"), told.get("only", ""))
    RESTRICT.write_text("1")
    suite(USER, told.get("runs", "5"), told.get("only", ""))


main()

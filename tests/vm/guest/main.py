"""What the test machine does: the suite as root, and as an ordinary user without the kernel log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

USER = 1000
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


def main() -> None:
    """First root with the log, then a user whom the log is closed to."""
    told = options()
    suite(0, told.get("rootruns", "5"), told.get("only", ""))
    RESTRICT.write_text("1")
    suite(USER, told.get("runs", "5"), told.get("only", ""))


main()

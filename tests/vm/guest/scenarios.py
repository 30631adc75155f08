"""The deaths that are produced in the test machine, with the cause that must be reported.

Each scenario gets a ward, makes something die, and returns the kernel whose report counts.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.victim import MIB, Victim
from tests.vm.guest.ward import Ward

SHM_FILE = Path("/dev/shm/fill")

Scenario = Callable[[Ward], Victim]


def limit_of_own_group(ward: Ward) -> Victim:
    """OOM kill: oom-kill-limit."""
    kernel = ward.admit(ward.group(max=60 * MIB, swap_max=0))
    kernel.grow()
    return kernel


def limit_of_parent(ward: Ward) -> Victim:
    """OOM kill: oom-kill-limit."""
    kernel = ward.admit(ward.group(max=60 * MIB).child("leaf"))
    kernel.grow()
    return kernel


def whole_group(ward: Ward) -> Victim:
    """OOM kill: oom-kill-limit."""
    kernel = ward.admit(ward.group(max=60 * MIB, oom_group=1))
    kernel.run("child = subprocess.Popen(['sleep', '100'])")
    kernel.grow()
    return kernel


def whole_group_of_parent(ward: Ward) -> Victim:
    """The group above takes all of its kernels; the server is elsewhere: oom-kill-limit."""
    parent = ward.group(max=80 * MIB, oom_group=1)
    other = ward.admit(parent.child("other"))
    kernel = ward.admit(parent.child("kernel"))
    kernel.grow()
    ward.report_of(other)
    return kernel


def limit_of_container(ward: Ward) -> Victim:
    """The limit is that of the group that the container sees as its root: oom-kill-limit."""
    kernel = ward.admit(ward.group())
    kernel.grow()
    return kernel


def by_hand(ward: Ward) -> Victim:
    """No OOM kill: killed-from-outside."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.process.kill()
    return kernel


def by_hand_after_an_oom_kill(ward: Ward) -> Victim:
    """No OOM kill: killed-from-outside."""
    group = ward.group(max=60 * MIB)
    first = ward.admit(group)
    first.grow()
    ward.report_of(first)
    kernel = ward.admit(group)
    kernel.process.kill()
    return kernel


def by_hand_near_the_limit(ward: Ward) -> Victim:
    """No OOM kill: killed-from-outside."""
    group = ward.group(max=100 * MIB)
    kernel = ward.admit(group)
    used = int((group.path / "memory.current").read_text())
    kernel.take((97 * MIB - used) // MIB)
    time.sleep(0.6)
    kernel.process.kill()
    return kernel


def terminated(ward: Ward) -> Victim:
    """No OOM kill: terminated-from-outside."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.process.send_signal(signal.SIGTERM)
    return kernel


def segfault(ward: Ward) -> Victim:
    """No OOM kill: segfault."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.send("ctypes.string_at(0)")
    return kernel


def abort(ward: Ward) -> Victim:
    """No OOM kill: abort."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.send("os.abort()")
    return kernel


def exits(ward: Ward) -> Victim:
    """No OOM kill: exited."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.send("os._exit(3)")
    return kernel


def exits_while_a_child_is_killed(ward: Ward) -> Victim:
    """The child's OOM kill is not the kernel's end: exited."""
    kernel = ward.admit(ward.group(max=60 * MIB))
    kernel.send(
        "subprocess.run([sys.executable, '-S', '-c', 'x = [bytearray(2**21) for _ in range(99)]']);"
        " os._exit(3)"
    )
    return kernel


def shared_memory_full(ward: Ward) -> Victim:
    """SIGBUS: shared-memory-full."""
    kernel = ward.admit(ward.group(max=300 * MIB))
    kernel.fill(SHM_FILE, 128)
    return kernel


def shared_memory_full_without_a_name(ward: Ward) -> Victim:
    """The file goes with the process, and the space is free again: shared-memory-full."""
    kernel = ward.admit(ward.group(max=300 * MIB))
    kernel.fill(SHM_FILE, 128, named=False)
    return kernel


def mapped_file_is_cut(ward: Ward) -> Victim:
    """SIGBUS with room in /dev/shm: bus-error."""
    kernel = ward.admit(ward.group(max=100 * MIB))
    kernel.cut(Path(f"/tmp/cut-{os.getuid()}"))
    return kernel


def worker(ward: Ward) -> Victim:
    """The kernel lives, its child is killed: worker-oom-kill."""
    kernel = ward.admit(ward.group(max=80 * MIB))
    kernel.run(
        "child = subprocess.Popen([sys.executable, '-S', '-c',"
        " 'import time; time.sleep(1.5); x = [bytearray(b\"x\" * 2**21) for _ in range(99)]'])"
    )
    time.sleep(1.2)
    return kernel


def another_grew(ward: Ward) -> Victim:
    """The largest process dies, not the one that grows: oom-kill-other-grew."""
    parent = ward.group(max=200 * MIB)
    idle = ward.admit(parent.child("idle"), held_mib=110)
    grower = ward.admit(parent.child("grower"), settle_seconds=1.5)
    grower.grow(pause_seconds=0.05)
    return idle


def two_at_once(ward: Ward) -> Victim:
    """One OOM kill and one kill by hand in the same moment; the latter: killed-from-outside."""
    victim = ward.admit(ward.group(max=60 * MIB))
    other = ward.admit(ward.group(max=60 * MIB))
    victim.grow()
    victim.process.wait()
    other.process.kill()
    return other


def whole_machine(ward: Ward) -> Victim:
    """No limit but the machine's: oom-kill-machine."""
    kernel = ward.admit(ward.group())
    kernel.grow()
    return kernel


def earlyoom(ward: Ward) -> Victim:
    """A daemon sends SIGTERM when the machine is nearly full: oom-kill-user-daemon."""
    kernel = ward.admit(ward.group())
    daemon = subprocess.Popen(
        ["/usr/bin/earlyoom", "-m", "6,3", "-s", "100,100", "-r", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(0.5)
        kernel.grow(pause_seconds=0.02)
        kernel.process.wait(60)
    finally:
        daemon.kill()
        daemon.wait()
    return kernel


def cleanup() -> None:
    """Remove what a scenario leaves on the machine."""
    SHM_FILE.unlink(missing_ok=True)


#: Scenario -> the cause that must be reported.
EXPECTED: dict[Scenario, str] = {
    limit_of_own_group: "oom-kill-limit",
    limit_of_parent: "oom-kill-limit",
    whole_group: "oom-kill-limit",
    whole_group_of_parent: "oom-kill-limit",
    by_hand: "killed-from-outside",
    by_hand_after_an_oom_kill: "killed-from-outside",
    by_hand_near_the_limit: "killed-from-outside",
    terminated: "terminated-from-outside",
    segfault: "segfault",
    abort: "abort",
    exits: "exited",
    exits_while_a_child_is_killed: "exited",
    shared_memory_full: "shared-memory-full",
    shared_memory_full_without_a_name: "shared-memory-full",
    mapped_file_is_cut: "bus-error",
    worker: "worker-oom-kill",
    another_grew: "oom-kill-other-grew",
    two_at_once: "killed-from-outside",
    whole_machine: "oom-kill-machine",
    earlyoom: "oom-kill-user-daemon",
}
#: The same, only in a container.
CONTAINED: dict[Scenario, str] = {limit_of_container: "oom-kill-limit"}

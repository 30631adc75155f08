# ruff: noqa: E501 - a row of a table is one line
"""The table of causes: facts -> cause and confidence. This test is the specification."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.diagnosis.diagnose import diagnose
from jupyterlab_headroom.nouns.counters import Level, LevelCounters, SharedMemory
from jupyterlab_headroom.nouns.death_details import (
    CrashLoop,
    KilledFromOutside,
    LinuxKill,
    NativeCrash,
    OomKilled,
    OtherGrew,
    OtherSignal,
    WorkerOomKilled,
)
from jupyterlab_headroom.nouns.deaths import ExitStatus, KernelUse
from jupyterlab_headroom.nouns.facts import Facts, KernelLog, LastSample, LevelChange, Tally
from jupyterlab_headroom.nouns.log_findings import DaemonKill, Fault, OomKill

GIB = 1024**3
MIB = 1024**2
PID, NOW = 4242, 1000.0
POD = "0a1b2c3d-0000-1111-2222-333344445555"
REFUSED = KernelLog(refused="Operation not permitted")
SILENT = KernelLog()


def level(
    path: str = "/job", oom_kill: int = 0, oom: int | None = 0, version: int = 2, **after: int
) -> LevelChange:
    """A control group whose counters rose by the numbers given."""
    file = "memory.oom_control" if version == 1 else "memory.events"
    before = LevelCounters(oom_kill=3, oom=oom if oom is None else 5, limit_hits=7, oomd_kill=1)
    return LevelChange(
        Level(Path("/sys/fs/cgroup" + path), path, version, None, file),
        before,
        LevelCounters(
            oom_kill=3 + oom_kill,
            oom=None if oom is None else 5 + oom,
            limit_hits=7 + after.get("limit_hits", 0),
            oomd_kill=1 + after.get("oomd_kill", 0),
            limit_bytes=after.get("limit_bytes"),
            peak_bytes=after.get("peak_bytes"),
        ),
    )


def kill(pid: int = PID, **more: Any) -> OomKill:
    base = OomKill(pid, "python3", f"Killed process {pid} (python3)", "cgroup", NOW - 0.1)
    base = replace(base, victim_cgroup="/job", limit_cgroup="/job", limit_bytes=GIB, uid=1000)
    return replace(base, **more)


def facts(signal: int | None = 9, code: int | None = None, **more: Any) -> Facts:
    peak = more.pop("peak", 900 * MIB)
    exit_status = ExitStatus(code, signal, peak, "waitid")
    base = Facts(PID, exit_status, NOW, comm="python3", uid=1000, log=REFUSED, lived_s=60.0)
    base = replace(base, levels=(level(),), tally=Tally(0), machine_oom_kill_rise=0)
    return replace(base, **more)


def risen(count: int = 1, **tally: int) -> dict[str, Any]:
    """An OOM kill at the group's own limit, as the counters show it."""
    levels = (level(oom_kill=count, oom=1, limit_bytes=GIB),)
    return {"levels": levels, "tally": Tally(count, **tally), "machine_oom_kill_rise": count}


NEAR = LastSample(0.5, GIB, int(0.97 * GIB), 30 * MIB, int(0.95 * GIB), machine_available_bytes=9)
FULL = LastSample(0.5, machine_total_bytes=32 * GIB, machine_available_bytes=GIB)
ROOMY = LastSample(0.5, machine_total_bytes=32 * GIB, machine_available_bytes=20 * GIB)
MACHINE = kill(scope="machine", limit_cgroup=None, limit_bytes=None)
FULL_SHM, ROOMY_SHM = SharedMemory(64 * MIB, 0), SharedMemory(64 * MIB, 60 * MIB)
EARLYOOM = DaemonKill("earlyoom", "sending SIGTERM to process", PID, "python3", signal=15)
OOMD = DaemonKill("systemd-oomd", "Killed /job due to memory pressure", cgroup="/job")

TABLE = [
    # OOM kills, by the log and by the counters
    ("log names it", facts(**risen(), log=KernelLog(kills=(kill(),))), "oom-kill-limit", "certain"),
    ("log late", facts(**risen(), log=SILENT), "oom-kill-limit", "high"),
    ("no log", facts(**risen()), "oom-kill-limit", "high"),
    ("one of three", facts(**risen(1, candidates=3, rank=0)), "oom-kill-limit", "medium"),
    ("not the largest", facts(**risen(1, candidates=3, rank=2)), "killed-from-outside", "low"),
    ("two of two", facts(**risen(2, candidates=2, rank=1)), "oom-kill-limit", "high"),
    ("has workers", facts(**risen(), sample=LastSample(processes=4)), "oom-kill-limit", "medium"),
    ("machine, by log", facts(**risen(), log=KernelLog(kills=(MACHINE,))), "oom-kill-machine", "certain"),
    ("machine, by sample", facts(levels=(level(oom_kill=1),), tally=Tally(1), sample=FULL),
     "oom-kill-machine", "high"),
    ("a limit out of sight", facts(levels=(level(oom_kill=1),), tally=Tally(1), sample=ROOMY),
     "oom-kill-limit", "medium"),
    ("v1 has no oom counter",
     facts(levels=(level(oom_kill=1, oom=None, version=1, limit_hits=9, limit_bytes=GIB,
                         peak_bytes=GIB),), tally=Tally(1)), "oom-kill-limit", "high"),
    ("the parent's limit",
     facts(levels=(level("/a/b", oom_kill=1), level("/a", oom=1, limit_bytes=GIB)), tally=Tally(1)),
     "oom-kill-limit", "high"),
    # SIGKILL that is no OOM kill
    ("by hand", facts(), "killed-from-outside", "medium"),
    ("by hand, near the limit", facts(sample=NEAR), "killed-from-outside", "medium"),
    ("by hand, hits of the limit rose", facts(levels=(level(limit_hits=99, limit_bytes=GIB,
     peak_bytes=GIB),), sample=NEAR), "killed-from-outside", "medium"),
    ("by hand, after an earlier kill",
     facts(log=KernelLog(kills=(kill(pid=7),))), "killed-from-outside", "medium"),
    ("by hand, as another died of it",
     facts(**risen(), log=KernelLog(kills=(kill(pid=7),))), "killed-from-outside", "medium"),
    ("same pid, long ago", facts(log=KernelLog(kills=(kill(monotonic_s=NOW - 50),))),
     "killed-from-outside", "medium"),
    ("same pid, before it was born",
     facts(lived_s=1.0, log=KernelLog(kills=(kill(monotonic_s=NOW - 5),))), "killed-from-outside", "medium"),
    # no counter of its own
    ("no counter, log clean", facts(tally=Tally(), machine_oom_kill_rise=None, log=SILENT),
     "killed-from-outside", "medium"),
    ("no counter, machine quiet", facts(tally=Tally(), sample=NEAR), "killed-from-outside", "medium"),
    ("no counter, near the limit", facts(tally=Tally(), machine_oom_kill_rise=None, sample=NEAR,
     peak=1000 * MIB), "oom-kill-limit", "medium"),
    ("no counter, nothing known", facts(tally=Tally(), machine_oom_kill_rise=None),
     "killed-from-outside", "low"),
    # daemons
    ("systemd-oomd, by attribute", facts(levels=(level(oomd_kill=1),)), "oom-kill-daemon", "high"),
    ("systemd-oomd, by log", facts(log=KernelLog(daemon_kills=(OOMD,))), "oom-kill-daemon", "high"),
    ("systemd-oomd, elsewhere",
     facts(log=KernelLog(daemon_kills=(replace(OOMD, cgroup="/other"),))), "killed-from-outside", "medium"),
    ("earlyoom", facts(15, log=KernelLog(daemon_kills=(EARLYOOM,))), "oom-kill-user-daemon", "certain"),
    ("earlyoom, escalated", facts(9, log=KernelLog(daemon_kills=(EARLYOOM,))),
     "oom-kill-user-daemon", "certain"),
    ("earlyoom took another", facts(15, log=KernelLog(daemon_kills=(replace(EARLYOOM, pid=7),))),
     "terminated-from-outside", "medium"),
    ("SIGTERM, machine full", facts(15, sample=FULL), "oom-kill-user-daemon", "medium"),
    ("SIGTERM", facts(15, sample=ROOMY), "terminated-from-outside", "medium"),
    # crashes
    ("segfault", facts(11), "segfault", "high"),
    ("segfault, in the log", facts(11, log=KernelLog(faults=(Fault(PID, "python3", "l", "segfault",
     "libc.so.6", NOW),))), "segfault", "certain"),
    ("bad_alloc", facts(6, stderr=("terminate called after throwing an instance of 'std::bad_alloc'",)),
     "out-of-memory-native", "high"),
    ("abort", facts(6, stderr=("malloc(): corrupted top size",)), "abort", "high"),
    ("SIGBUS, shm full", facts(7, shared_memory=FULL_SHM), "shared-memory-full", "high"),
    ("SIGBUS", facts(7, shared_memory=ROOMY_SHM), "bus-error", "medium"),
    (
        "SIGBUS, it took all that was left of shm",
        facts(7, shared_memory=ROOMY_SHM, faulted_bytes=ROOMY_SHM.free_bytes - MIB),
        "shared-memory-full",
        "medium",
    ),
    (
        "SIGBUS, it took less than was left of shm",
        facts(7, shared_memory=ROOMY_SHM, faulted_bytes=ROOMY_SHM.free_bytes // 2),
        "bus-error",
        "medium",
    ),
    ("SIGBUS, no shm known", facts(7), "bus-error", "medium"),
    ("SIGILL", facts(4), "illegal-instruction", "high"),
    ("SIGFPE", facts(8), "signal", "high"),
    # ends of its own
    ("exit 0", facts(None, 0), "exited", "certain"),
    ("exit 3", facts(None, 3), "exited", "certain"),
    ("exit 3 while a child is killed", facts(None, 3, **risen()), "exited", "certain"),
    ("never ready", facts(None, 1, was_ready=False), "could-not-start", "high"),
    ("never ready, gave up", facts(None, 1, was_ready=False, gave_up=True), "could-not-start", "high"),
    ("gave up", facts(**risen(), gave_up=True), "crash-loop", "high"),
    ("exit 137 of a lone process", facts(None, 137), "exited", "certain"),
    ("exit 137 of a launcher", facts(None, 137, **risen(), sample=LastSample(processes=2)),
     "oom-kill-limit", "medium"),
    # the rest
    ("unknown", facts(None, None), "unknown", "low"),
    ("remote", facts(None, None, remote=True), "unknown", "low"),
    ("worker, named", facts(None, **risen(), worker=True, log=KernelLog(kills=(kill(),))),
     "worker-oom-kill", "high"),
    ("worker", facts(None, **risen(), worker=True), "worker-oom-kill", "medium"),
    ("worker, named, but not seen to be the kernel's",
     facts(None, **risen(), worker=True, is_kin_seen=False, log=KernelLog(kills=(kill(),))),
     "worker-oom-kill", "medium"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "cause", "confidence"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_cause(given: Facts, cause: str, confidence: str) -> None:
    verdict = diagnose(given)
    assert (verdict.cause, verdict.confidence) == (cause, confidence)


GROWER = KernelUse("k2", "big.ipynb", 5 * GIB, 2 * GIB)


@pytest.mark.parametrize(
    ("earlier_mib", "grower", "cause"),
    [
        (880, GROWER, "oom-kill-other-grew"),
        (100, GROWER, "oom-kill-limit"),  # both grew
        (None, GROWER, "oom-kill-limit"),  # too little history to say
        (880, replace(GROWER, growth_bytes=10 * MIB), "oom-kill-limit"),
        (880, replace(GROWER, growth_bytes=None), "oom-kill-limit"),
    ],
)
def test_who_took_the_memory(earlier_mib: int | None, grower: KernelUse, cause: str) -> None:
    earlier = None if earlier_mib is None else earlier_mib * MIB
    verdict = diagnose(
        facts(**risen(), others=(grower,), sample=LastSample(kernel_bytes_earlier=earlier))
    )
    assert verdict.cause == cause
    grew = OtherGrew(LinuxKill("limit", "/job", GIB), "big.ipynb", 2 * GIB)
    assert (verdict.details == grew) is (cause == "oom-kill-other-grew")


def test_a_small_limit_needs_less_growth_and_file_pages_are_no_growth() -> None:
    sample = LastSample(limit_bytes=200 * MIB, kernel_bytes_earlier=112 * MIB)
    grower = replace(GROWER, growth_bytes=50 * MIB)
    given = facts(**risen(), peak=124 * MIB, others=(grower,), sample=sample)
    assert diagnose(replace(given, file_bytes=11 * MIB)).cause == "oom-kill-other-grew"
    assert diagnose(replace(given, sample=replace(sample, limit_bytes=None))).cause == (
        "oom-kill-limit"
    )


HIDDEN = KernelLog(pids_match=False)


@pytest.mark.parametrize(
    ("line", "cause", "confidence"),
    [
        (kill(pid=9, victim_cgroup=f"/kubepods/pod{POD}/x", anon_bytes=900 * MIB), "oom-kill-limit", "certain"),
        (kill(pid=9, victim_cgroup=f"/kubepods/pod{POD}/x", comm="sh", anon_bytes=3), "oom-kill-limit", "medium"),
        (kill(pid=9, victim_cgroup="/kubepods/podffff/x", anon_bytes=900 * MIB), "oom-kill-limit", "medium"),
        (kill(pid=PID, victim_cgroup="/kubepods/podffff/x", comm="java"), "oom-kill-limit", "medium"),
    ],
)  # fmt: skip
def test_inside_a_pid_namespace(line: OomKill, cause: str, confidence: str) -> None:
    given = facts(
        **risen(),
        container_ids=(POD,),
        log=replace(HIDDEN, kills=(line,)),
        sample=LastSample(processes=3),
    )
    verdict = diagnose(given)
    assert (verdict.cause, verdict.confidence) == (cause, confidence)
    assert isinstance(verdict.details, OomKilled)
    assert (verdict.details.kill.killed_rss_bytes is not None) == (confidence == "certain")


def test_names_the_limit_and_the_size_of_the_victim() -> None:
    line = kill(anon_bytes=5 * MIB, shmem_bytes=MIB)
    details = diagnose(facts(**risen(), log=KernelLog(kills=(line,)))).details
    assert details == OomKilled("oom-kill-limit", LinuxKill("limit", "/job", GIB, 6 * MIB))


@pytest.mark.parametrize("is_kin_seen", [True, False])
def test_a_worker_is_named_whosever_it_was(is_kin_seen: bool) -> None:
    log = KernelLog(kills=(kill(),))
    verdict = diagnose(facts(None, **risen(), worker=True, is_kin_seen=is_kin_seen, log=log))
    assert verdict.details == WorkerOomKilled(
        LinuxKill("limit", "/job", GIB), "python3", is_kin_seen
    )


def test_the_last_cause_of_a_crash_loop_is_kept() -> None:
    assert diagnose(facts(11, gave_up=True)).details == CrashLoop(NativeCrash("segfault"))


@pytest.mark.parametrize("field", ["whole_group", "by_sysrq"])
def test_what_only_the_log_tells_of_a_kill_is_kept(field: str) -> None:
    line = kill(**{field: True})
    details = diagnose(facts(**risen(), log=KernelLog(kills=(line,)))).details
    assert isinstance(details, OomKilled)
    assert getattr(details.kill, field) is True


@pytest.mark.parametrize(("sample", "is_near"), [(NEAR, True), (ROOMY, False)])
def test_a_kill_by_hand_near_the_limit_is_told(sample: LastSample, is_near: bool) -> None:
    given = facts(sample=sample, peak=1000 * MIB)
    assert diagnose(given).details == KilledFromOutside(near_limit=is_near)


def test_a_signal_is_named_behind_a_launcher() -> None:
    given = facts(None, 128 + 8, sample=LastSample(processes=2))
    assert diagnose(given).details == OtherSignal(8)

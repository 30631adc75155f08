"""Log lines of userland OOM killers: earlyoom, nohang, systemd-oomd, oomd, systemd, Slurm.

Linux does not count their kills, so these lines (in the journal, a job's stderr, or the kernel
log) are the only direct evidence.
"""

from __future__ import annotations

import re
import signal

from jupyterlab_headroom.nouns.log_findings import DaemonKill
from jupyterlab_headroom.sources.kmsg.lines import LogLine

#: (daemon, text that must occur, pattern). The groups are pid, comm, cgroup and signal. Covers the
#: formats of earlyoom 1.2 to 1.8, nohang 0.2, systemd 247 to 258, oomd 0.5 and Slurm 20 to 24.
_SHAPES = (
    (
        "earlyoom",
        "sending SIG",
        re.compile(
            r"sending (?P<signal>SIG\w+) to process (?P<pid>\d+) (?:uid \d+ )?"
            r'"(?P<comm>.*)": (?:badness|oom_score)'
        ),
    ),
    ("nohang", "Sending SIG", re.compile(r"Sending (?P<signal>SIG\w+) to the victim")),
    ("systemd-oomd", "Killed /", re.compile(r"Killed (?P<cgroup>/\S*) due to (?:memory|swap)")),
    ("systemd-oomd", "Marked /", re.compile(r"Marked (?P<cgroup>/\S*) for killing due to")),
    ("oomd", "oomd kill", re.compile(r"oomd kill: (?:[\d.]+ ){3}(?P<cgroup>\S+) \d+ ruleset:")),
    (
        "systemd",
        "systemd-oomd killed",
        re.compile(r"(?P<cgroup>\S+): systemd-oomd killed \d+ process"),
    ),
    (
        "systemd",
        "killed by the OOM",
        re.compile(r"(?P<cgroup>\S+): A process of this unit has"),
    ),
    (
        "slurmstepd",
        "Detected ",
        re.compile(r"Detected \d+ oom[-_]kill event\S* in (?P<cgroup>Step\S+)"),
    ),
)
#: Programs whose lines are trusted. Lines without a tag (a job's stderr, a pasted log) all are.
_TAGS = frozenset({"earlyoom", "nohang", "systemd-oomd", "oomd", "systemd", "slurmstepd"})


def read_daemon_line(line: LogLine) -> DaemonKill | None:
    """Return the kill that a userland OOM killer reports in `line`; `None` for any other line."""
    if line.tag is not None and line.tag not in _TAGS | {"kernel"}:
        return None
    for daemon, words, shape in _SHAPES:
        match = shape.search(line.message) if words in line.message else None
        if match is None:
            continue
        found = match.groupdict()
        return DaemonKill(
            daemon=daemon,
            line=line.message.strip(),
            pid=int(found["pid"]) if found.get("pid") else None,
            comm=found.get("comm"),
            cgroup=(found.get("cgroup") or "").rstrip(".") or None,
            signal=_number_of(found.get("signal")),
            monotonic_s=line.monotonic_s,
        )
    return None


def _number_of(name: str | None) -> int | None:
    member = getattr(signal, name, None) if name else None
    return int(member) if isinstance(member, signal.Signals) else None

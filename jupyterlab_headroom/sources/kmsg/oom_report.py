"""Assembles the lines of one OOM report of Linux 3.x to 7.x.

Only the `Killed process` line is always there: the rest of the report is rate-limited, and its
format depends on the version of Linux. Whatever is missing stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jupyterlab_headroom.nouns.log_findings import OomKill, OomScope, TaskRow
from jupyterlab_headroom.sources.kmsg.lines import LogLine

#: Linux prints the task table in pages without giving their size; 4 KiB is assumed.
_PAGE = 4096
_KIB = 1024
#: "No limit" is printed as the largest page count, so anything from 4 EiB up means no limit.
_NO_LIMIT_KIB = 1 << 52
_LARGEST = 8
#: A report is printed in one go; lines further apart belong to different kills.
_REPORT_SECONDS = 5.0

_INVOKED = re.compile(r"^(?P<trigger>.{1,64}) invoked oom-killer: .*?\border=(?P<order>-?\d+)")
_USAGE = re.compile(r"^memory: usage (?P<usage>\d+)kB, limit (?P<limit>\d+)kB")
_TASK_IN = re.compile(
    r"^Task in (?P<victim>\S+) killed as a result of limit of (?P<limit_cgroup>\S+)"
)
#: Process names may contain commas and equals signs, so the name is everything between `task=` and
#: `,pid=`.
_CONSTRAINT = re.compile(
    r"^oom-kill:constraint=(?P<constraint>\w+),.*?,"
    r"(?:(?P<everywhere>global_oom)|oom_memcg=(?P<limit_cgroup>.*?)),"
    r"task_memcg=(?P<victim>.*?),task=(?P<comm>.*),pid=(?P<pid>\d+),uid=(?P<uid>\d+)"
)
_GROUP = re.compile(r"^Tasks in (?P<victim>.+) are going to be killed due to memory\.oom\.group")
_KILLED = re.compile(
    r"(?:(?P<scope>Out of [Mm]emory|Memory cgroup out of memory)[^:]*: )?"
    r"Killed process (?P<pid>\d+),? \((?P<rest>.*)"
)
_NAME = re.compile(r"^(?P<comm>.*)\)(?:,? UID:? ?(?P<uid>\d+),?)?(?=,? total-vm:)")
_NUMBER = re.compile(r"(total-vm|anon-rss|file-rss|shmem-rss):(\d+)kB")
_UID = re.compile(r"\bUID:(\d+)")
_ROW = re.compile(r"^\[\s*(?P<pid>\d+)\]\s+(?P<rest>\d.*)$")


@dataclass(slots=True)
class OomReport:
    """Collects the lines of one report; `finish` turns its last line into a kill."""

    monotonic_s: float | None = None
    scope: OomScope = "unknown"
    trigger: str | None = None
    by_sysrq: bool = False
    usage_bytes: int | None = None
    limit_bytes: int | None = None
    victim_cgroup: str | None = None
    limit_cgroup: str | None = None
    uid: int | None = None
    columns: tuple[str, ...] = ()
    rows: list[TaskRow] = field(default_factory=list)
    whole_group: bool = False
    finished: bool = False

    def continues_at(self, line: LogLine) -> bool:
        """Return whether `line` can still belong to this report."""
        if line.monotonic_s is None or self.monotonic_s is None:
            return True
        return 0 <= line.monotonic_s - self.monotonic_s <= _REPORT_SECONDS

    def add_invoked(self, message: str) -> None:
        """Read `python3 invoked oom-killer: ...`, which starts a report."""
        if match := _INVOKED.search(message):
            self.trigger = match["trigger"]
            self.by_sysrq = match["order"] == "-1"

    def add_usage(self, message: str) -> None:
        """Read `memory: usage 204800kB, limit 204800kB, failcnt 19` of the group at its limit."""
        if match := _USAGE.search(message):
            self.usage_bytes = int(match["usage"]) * _KIB
            limit_kib = int(match["limit"])
            self.limit_bytes = limit_kib * _KIB if limit_kib < _NO_LIMIT_KIB else None

    def add_task_in(self, message: str) -> None:
        """Read `Task in /x killed as a result of limit of /y` (before Linux 5.0)."""
        if match := _TASK_IN.search(message):
            self.victim_cgroup, self.limit_cgroup = match["victim"], match["limit_cgroup"]
            self.scope = "cgroup"

    def add_constraint(self, message: str) -> None:
        """Read `oom-kill:constraint=...` (since Linux 5.0): the victim, and whose limit it was."""
        if match := _CONSTRAINT.search(message):
            self.victim_cgroup, self.limit_cgroup = match["victim"], match["limit_cgroup"]
            self.scope = "machine" if match["everywhere"] else "cgroup"
            self.uid = int(match["uid"])
        self.columns = ()

    def add_group(self, message: str) -> None:
        """Read `Tasks in /x are going to be killed due to memory.oom.group set`."""
        self.whole_group = self.whole_group or _GROUP.search(message) is not None

    def add_table_header(self, message: str) -> None:
        """Read the columns of the task table, which have changed four times since Linux 3.0."""
        self.columns = tuple(message[message.index("]") + 1 :].split())
        self.rows.clear()

    def add_table_row(self, message: str) -> None:
        """Read one row of the task table, using the columns from its header."""
        match = _ROW.match(message)
        if match is None or "rss" not in self.columns or "uid" not in self.columns:
            return
        cells = match["rest"].split(maxsplit=len(self.columns) - 1)
        row = dict(zip(self.columns, cells, strict=False))
        if len(row) == len(self.columns) and row["rss"].isdecimal() and row["uid"].isdecimal():
            rss = int(row["rss"]) * _PAGE
            self.rows.append(TaskRow(int(match["pid"]), int(row["uid"]), row["name"], rss))

    def finish(self, line: LogLine) -> OomKill | None:
        """Return the kill that a `Killed process` line reports; `None` for any other line."""
        match = _KILLED.search(line.message)
        if match is None:
            return None
        rest = match["rest"]
        name = _NAME.match(rest)
        numbers = {key: int(kib) * _KIB for key, kib in _NUMBER.findall(rest)}
        uid = (name["uid"] if name else None) or next(iter(_UID.findall(rest)), None)
        self.finished = True
        return OomKill(
            pid=int(match["pid"]),
            comm=name["comm"] if name else rest.rpartition(")")[0],
            line=match[0].strip(),
            scope=_scope(match["scope"], self.scope),
            monotonic_s=line.monotonic_s,
            uid=int(uid) if uid is not None else self.uid,
            total_vm_bytes=numbers.get("total-vm"),
            anon_bytes=numbers.get("anon-rss"),
            file_bytes=numbers.get("file-rss"),
            shmem_bytes=numbers.get("shmem-rss"),
            victim_cgroup=self.victim_cgroup,
            limit_cgroup=self.limit_cgroup,
            limit_bytes=self.limit_bytes,
            usage_bytes=self.usage_bytes,
            trigger=self.trigger,
            by_sysrq=self.by_sysrq,
            whole_group=self.whole_group,
            largest=tuple(sorted(self.rows, key=lambda row: -row.rss_bytes)[:_LARGEST]),
        )


def _scope(words: str | None, reported: OomScope) -> OomScope:
    if words is None:
        return reported
    return "cgroup" if words.startswith("Memory cgroup") else "machine"

"""Finds OOM kills, crashes and kills by userland OOM killers in a piece of kernel log.

Never raises, whatever the text is: process names are untrusted, records may be cut off, and lines
of other programs may be interleaved.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from jupyterlab_headroom.nouns.log_findings import DaemonKill, Fault, LogFindings, OomKill
from jupyterlab_headroom.sources.kmsg.daemons import read_daemon_line
from jupyterlab_headroom.sources.kmsg.lines import LogLine, split_message, strip_transport
from jupyterlab_headroom.sources.kmsg.oom_report import OomReport

#: An OOM storm kills hundreds of processes; only the newest matter.
_MAX_FINDINGS = 1024
_SEGFAULT = re.compile(
    r"^(?P<comm>.{1,64})\[(?P<pid>\d+)\]: (?P<what>segfault) at \S+ ip \S+ sp \S+ error \S+"
    r"(?: in (?P<module>[^\[\s]+))?"
)
_TRAP = re.compile(
    r"^traps: (?P<comm>.{1,64})\[(?P<pid>\d+)\] (?:trap )?(?P<what>.+?) ip:\S+"
    r"(?:.*? in (?P<module>[^\[\s]+))?"
)


def read_log(lines: Iterable[str]) -> LogFindings:
    """Read lines in any supported format, oldest first."""
    reader = LogReader()
    for line in lines:
        reader.feed(line)
    return reader.findings


class LogReader:
    """Reads a growing log line by line, and keeps the most recent findings."""

    def __init__(self) -> None:
        self._kills: deque[OomKill] = deque(maxlen=_MAX_FINDINGS)
        self._faults: deque[Fault] = deque(maxlen=_MAX_FINDINGS)
        self._daemon_kills: deque[DaemonKill] = deque(maxlen=_MAX_FINDINGS)
        self._report = OomReport()

    @property
    def findings(self) -> LogFindings:
        """Everything found so far, oldest first."""
        return LogFindings(tuple(self._kills), tuple(self._faults), tuple(self._daemon_kills))

    def feed(self, raw: str) -> None:
        """Read one line in any supported format."""
        if not (_may_matter(raw) or self._report.columns):
            return
        line = strip_transport(raw.rstrip("\n"))
        for message in split_message(line.message):
            self._feed_message(LogLine(message, line.monotonic_s, line.foreign, line.tag, raw))

    def _feed_message(self, line: LogLine) -> None:
        if daemon_kill := read_daemon_line(line):
            self._daemon_kills.append(daemon_kill)
        elif line.foreign:
            return  # only Linux itself can report kills by Linux
        elif "Killed process " in line.message:  # first, as the process name may be anything
            self._finish(line)
        elif "segfault at " in line.message or line.message.startswith("traps: "):
            self._feed_fault(line)
        else:
            self._feed_report(line)

    def _feed_fault(self, line: LogLine) -> None:
        match = _SEGFAULT.match(line.message) or _TRAP.match(line.message)
        if match:
            self._faults.append(
                Fault(
                    pid=int(match["pid"]),
                    comm=match["comm"],
                    line=line.message.strip(),
                    what=match["what"],
                    module=match["module"],
                    monotonic_s=line.monotonic_s,
                )
            )

    def _feed_report(self, line: LogLine) -> None:
        message = line.message
        if " invoked oom-killer: " in message:
            self._report = OomReport(monotonic_s=line.monotonic_s)
            self._report.add_invoked(message)
        elif message.startswith("oom-kill:"):
            self._open(line).add_constraint(message)
        elif message.startswith("Tasks in /"):
            self._report.add_group(message)
        elif message.startswith("Task in /"):
            self._open(line).add_task_in(message)
        elif message.startswith("memory: usage "):
            self._report.add_usage(message)
        elif message.startswith(("[ pid ", "[  pid  ]")):
            self._report.add_table_header(message)
        elif message.startswith("["):
            self._report.add_table_row(message)

    def _open(self, line: LogLine) -> OomReport:
        """Return the report that `line` belongs to, a new one if the last report is complete."""
        if self._report.finished or not self._report.continues_at(line):
            self._report = OomReport(monotonic_s=line.monotonic_s)
        return self._report

    def _finish(self, line: LogLine) -> None:
        report = self._report
        # Several kills in one report are only possible with memory.oom.group.
        if not report.continues_at(line) or (report.finished and not report.whole_group):
            self._report = report = OomReport(monotonic_s=line.monotonic_s)
        if kill := report.finish(line):
            report.columns = ()
            self._kills.append(kill)


def _may_matter(raw: str) -> bool:
    """Reject nearly all irrelevant lines in a fraction of a microsecond."""
    return (
        "oom" in raw
        or "Killed " in raw
        or "total_vm" in raw
        or "memory: usage" in raw
        or "segfault at" in raw
        or "ending SIG" in raw
        or "traps: " in raw
        or "Task in /" in raw
        or "Marked /" in raw
        or "OOM" in raw
    )

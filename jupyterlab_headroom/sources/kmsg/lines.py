"""Splits kernel log lines of every format into prefix and message.

Understands /dev/kmsg records, dmesg in all its formats (plain, -T in any language, -x, -r, iso,
JSON), `journalctl -k`, and syslog files. Only the prefix is read here; log.py reads the message.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

#: Everything in front of the message. The order matters: a /dev/kmsg record, recognised by its
#: commas, has to be tried first.
_PREFIX = re.compile(
    r"""^(?:
    (?P<prio>\d+),\d+,(?P<usec>\d+),[^;]*;              # /dev/kmsg: prio,seq,usec,flags[,caller=];
  | (?:<(?P<level>\d+)>)?                               # dmesg -r, klogctl
    (?:\w+\s*:\w+\s*:\s)?                               # dmesg -x
    (?:(?P<iso>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\s
     | [^\W\d_][\w.]{1,6}\s+\d{1,2}\s\d\d:\d\d:\d\d\s   # syslog, journalctl short: no year
    )?
    (?:(?:[\w.:-]+\s)?(?P<tag>kernel):\s?               # host, program
     | [\w.:-]+\s(?P<program>[\w.@/-]{1,48})\[\d+\]:\s
    )?
    (?:\[\s*(?P<mono>\d+\.\d+)\]\s?                     # [  929.694845]
     | \[[^\W\d_][^\]]{8,40}\d{4}\]\s?                  # dmesg -T: day and month in any language
    )?
    (?:\[\s*[TC]\d+\]\s?)?                              # CONFIG_PRINTK_CALLER
  )""",
    re.X,
)
#: Linux escapes a line break as \x0a, rsyslog as #012.
_LINE_BREAK = re.compile(r"\\x0a|#012")
#: Records with a facility other than 0 (kern) were written by programs: prio = facility * 8 +
#: level.
_LEVELS = 8


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of the log, without its prefix."""

    message: str
    #: Seconds of CLOCK_MONOTONIC (kmsg and dmesg agree with it within milliseconds); `None` if
    #: unknown.
    monotonic_s: float | None = None
    #: The prefix says that a program wrote the message, not Linux.
    foreign: bool = False
    #: Program name in front of the message (syslog, journal), if any.
    tag: str | None = None
    #: The line as it was in the log.
    raw: str = ""


def strip_transport(line: str) -> LogLine:
    """Separate a line's prefix from its message; without a known prefix, all of it is message."""
    if line.lstrip().startswith(("{", '"msg"')):
        return _from_json(line)
    match = _PREFIX.match(line)
    if match is None:
        return LogLine(line, raw=line)
    priority = match["prio"] or match["level"]
    monotonic = float(match["mono"]) if match["mono"] else None
    if match["usec"]:
        monotonic = int(match["usec"]) / 1e6
    tag = match["tag"] or match["program"]
    foreign = (priority is not None and int(priority) >= _LEVELS) or tag not in (None, "kernel")
    return LogLine(line[match.end() :], monotonic, foreign, tag, line)


def split_message(message: str) -> list[str]:
    """Split a multi-line record (memory statistics before Linux 6.2) into lines."""
    return _LINE_BREAK.split(message)


def _from_json(line: str) -> LogLine:
    """Read `dmesg -J` (one member per line) and `journalctl -o json` (one object per line)."""
    text = line.strip().rstrip(",")
    try:
        entry = json.loads(text if text.startswith("{") else "{" + text + "}")
    except (ValueError, RecursionError):
        return LogLine(line, raw=line)
    message = entry.get("MESSAGE", entry.get("msg")) if isinstance(entry, dict) else None
    if isinstance(message, list):  # journald writes bytes that are not UTF-8 as a list of numbers
        message = bytes(b for b in message if isinstance(b, int) and 0 <= b < 256).decode(
            "utf-8", "replace"
        )
    if not isinstance(message, str):
        return LogLine(line, raw=line)
    tag = entry.get("SYSLOG_IDENTIFIER")
    tag = tag if isinstance(tag, str) else None
    time = entry.get("_SOURCE_MONOTONIC_TIMESTAMP", entry.get("time"))
    foreign = entry.get("_TRANSPORT", "kernel") != "kernel"
    return LogLine(message, _monotonic(time), foreign, tag, message)


def _monotonic(value: object) -> float | None:
    """Return seconds. The journal has microseconds as a string, dmesg -J seconds as a number."""
    if isinstance(value, float):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value) / 1e6
    return None

"""Keeps account of which OOM kills are already explained: those prove nothing about later deaths.

The counter of a control group only ever increases, so each death uses up its share of the increase.
If a kernel is killed by hand after an OOM kill in the same group, nothing is left for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Overdue:
    """OOM kills in one group that nothing has explained in time, and when they happened."""

    kills: int
    #: Time of the last reading without them, and of the first with one of them.
    quiet_s: float
    since_s: float
    #: Time of the reading that showed the last of them.
    until_s: float


@dataclass(slots=True)
class _Account:
    explained: int
    latest: int
    #: Time of the last reading at which nothing was unexplained.
    quiet_s: float
    #: Time of the last reading at which the count had increased.
    rose_s: float
    #: Time of the first reading with unexplained kills; `None` while there are none.
    since_s: float | None = None


class OomLedger:
    """The `oom_kill` counter of each group, and how much of it has been accounted for."""

    def __init__(self) -> None:
        self._accounts: dict[Path, _Account] = {}

    def see(self, group: Path, count: int | None, now: float) -> None:
        """Record a reading. The first one of a group is its baseline."""
        if count is None:
            return
        account = self._accounts.get(group)
        if account is None or count < account.latest:  # new, or removed and created again
            self._accounts[group] = _Account(count, count, now, now)
            return
        if count > account.latest:
            account.rose_s = now
        account.latest = count
        if count == account.explained:
            account.quiet_s = now
        elif account.since_s is None:
            account.since_s = now

    def unexplained(self, group: Path) -> int | None:
        """Return the kills that no report accounts for; `None` for an unknown group."""
        account = self._accounts.get(group)
        return account.latest - account.explained if account is not None else None

    @property
    def has_unexplained(self) -> bool:
        """True while there are unexplained kills."""
        return any(account.since_s is not None for account in self._accounts.values())

    def explain(self, group: Path, kills: int) -> None:
        """Mark this many of the group's kills as explained."""
        account = self._accounts.get(group)
        if account is None:
            return
        account.explained = min(account.explained + kills, account.latest)
        if account.explained == account.latest:
            account.since_s = None

    def overdue(self, now: float, after_s: float) -> Mapping[Path, Overdue]:
        """Return the groups whose unexplained kills are older than `after_s`."""
        return {
            group: Overdue(a.latest - a.explained, a.quiet_s, a.since_s, a.rose_s)
            for group, a in self._accounts.items()
            if a.since_s is not None and now - a.since_s >= after_s
        }

    def forget(self, keep: frozenset[Path]) -> None:
        """Drop the groups that no kernel is in any more."""
        for group in [g for g in self._accounts if g not in keep]:
            del self._accounts[group]

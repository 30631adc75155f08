"""Which OOM kills are explained already? A kill that has its report proves nothing later.

The counter of a control group only ever rises, so each death has to take its share of the
rise: a kernel killed by hand after an OOM kill in the same group finds nothing left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Overdue:
    """Kills of one group that nothing has explained, and when they were."""

    kills: int
    #: The last look that did not see them, and the first that did.
    quiet_s: float
    since_s: float
    #: The look that saw the last of them.
    until_s: float


@dataclass(slots=True)
class _Account:
    explained: int
    latest: int
    #: When there was last seen to be nothing unexplained.
    quiet_s: float
    #: When the count was last seen to rise.
    rose_s: float
    #: When the unexplained part was first seen; `None` while there is none.
    since_s: float | None = None


class OomLedger:
    """The `oom_kill` counter of each group, and how much of it has been accounted for."""

    def __init__(self) -> None:
        self._accounts: dict[Path, _Account] = {}

    def see(self, group: Path, count: int | None, now: float) -> None:
        """Take note of a reading. The first one of a group is its baseline."""
        if count is None:
            return
        account = self._accounts.get(group)
        if account is None or count < account.latest:  # new, or removed and made again
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
        """True while kills wait to be explained."""
        return any(account.since_s is not None for account in self._accounts.values())

    def explain(self, group: Path, kills: int) -> None:
        """Account for `kills` of them."""
        account = self._accounts.get(group)
        if account is None:
            return
        account.explained = min(account.explained + kills, account.latest)
        if account.explained == account.latest:
            account.since_s = None

    def overdue(self, now: float, after_s: float) -> Mapping[Path, Overdue]:
        """Return groups whose unexplained kills are older than `after_s`."""
        return {
            group: Overdue(a.latest - a.explained, a.quiet_s, a.since_s, a.rose_s)
            for group, a in self._accounts.items()
            if a.since_s is not None and now - a.since_s >= after_s
        }

    def forget(self, keep: frozenset[Path]) -> None:
        """Drop the groups that no kernel is in any more."""
        for group in [g for g in self._accounts if g not in keep]:
            del self._accounts[group]

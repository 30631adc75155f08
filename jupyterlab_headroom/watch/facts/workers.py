"""Finds out which process an OOM kill hit, and when, if it was no kernel. For one thread only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyterlab_headroom.cadence.evidence import VICTIM_SECONDS
from jupyterlab_headroom.watch.facts.ledger import Overdue
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.facts.watched import Watched


@dataclass(frozen=True, slots=True)
class Victim:
    """A child that was killed, and the kernel that it is attributed to."""

    kernel: Watched
    #: 0 if unknown.
    pid: int
    #: When it was killed according to the kernel log; `None` if the log cannot be read.
    killed_s: float | None
    #: It was seen among the kernel's processes.
    is_kin_seen: bool

    def moment(self, overdue: Overdue) -> tuple[float, float]:
        """Return when it was killed, and until when samples are certainly from before that.

        The counter increased between two readings, so the time from the log is limited to that
        span. v2 announces the increase at once; on v1 it is only found at the next reading.
        """
        if self.killed_s is not None:
            killed_s = min(max(self.killed_s, overdue.quiet_s), overdue.until_s)
            return killed_s, killed_s
        is_announced = self.kernel.levels[0].version == 2
        return overdue.since_s, overdue.since_s if is_announced else overdue.quiet_s


class Workers:
    """Finds the victims, and remembers them so that none is reported twice."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        #: Pids of workers whose OOM kill was reported recently -> when.
        self._reported: dict[int, float] = {}

    def victims(
        self, members: Sequence[Watched], active: Sequence[Watched], now: float
    ) -> list[Victim]:
        """Return the children that were OOM-killed, with their kernels.

        The log names the victims; without it, children that vanished are assumed to be the
        victims. A child that was too short-lived to be seen is attributed to the only active
        member, if there is exactly one.
        """
        since = now - VICTIM_SECONDS
        self._reported = {pid: at_s for pid, at_s in self._reported.items() if at_s >= since}
        named = self._named(since)
        found = []
        for kernel in members:
            gone = {pid for pid, seen_s in kernel.vanished.items() if seen_s >= since}
            gone |= self._killed_children(kernel)
            kernel.buried &= kernel.tree | kernel.vanished.keys()
            gone -= self._reported.keys() | kernel.buried
            gone = gone if named is None else gone & named.keys()
            if gone:
                pid = max(gone)
                found.append(Victim(kernel, pid, named[pid] if named else None, is_kin_seen=True))
                self._reported.update(dict.fromkeys(gone, now))
                kernel.buried |= gone
        if not found and len(active) == 1:
            pid, killed_s = list(named.items())[-1] if named else (0, None)
            found.append(Victim(active[0], pid, killed_s, is_kin_seen=False))
            self._reported.update(dict.fromkeys(named or (), now))
        return found

    def _killed_children(self, kernel: Watched) -> set[int]:
        """Return killed children that are still in the tree.

        Vanished processes are only looked for when a new one appears, and a process that its parent
        has not reaped remains in the process table.
        """
        children = kernel.tree - {kernel.process.pid} - kernel.buried
        return {pid for pid in children if self._observer.was_killed(pid)}

    def _named(self, since: float) -> dict[int, float] | None:
        """Return pid -> time of death, for the victims in the log that were not reported yet.

        `None` if the log cannot be read, or does not show our pids.
        """
        log = self._observer.kernel_log()
        if not (log.readable and log.pids_match):
            return None
        times = ((kill.pid, kill.monotonic_s) for kill in log.kills)
        return {
            pid: at_s for pid, at_s in times if at_s and at_s >= since and pid not in self._reported
        }

"""Works on deaths: waits for evidence, decides when there is enough of it, and reports."""

from __future__ import annotations

import mmap
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from jupyterlab_headroom.cadence.evidence import (
    ACTIVE_SECONDS,
    DEADLINE_SECONDS,
    RESTARTER_SECONDS,
    SETTLE_SECONDS,
    WORKER_SECONDS,
)
from jupyterlab_headroom.cadence.watch import looks_at_all
from jupyterlab_headroom.diagnosis.diagnose import diagnose
from jupyterlab_headroom.diagnosis.report import CURVE_SECONDS, make_report
from jupyterlab_headroom.diagnosis.samples import before_death
from jupyterlab_headroom.diagnosis.stance import is_counted
from jupyterlab_headroom.nouns.deaths import DeathReport, ExitStatus, RestarterEvent, State
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import KernelInfo, Sample
from jupyterlab_headroom.sources.proc.process_exit import ProcessExit, peek_exit
from jupyterlab_headroom.watch.aftermath import aftermath_of, expected_aftermath
from jupyterlab_headroom.watch.completeness import is_enough, may_be_other_victim
from jupyterlab_headroom.watch.facts.collector import Collector, Readings
from jupyterlab_headroom.watch.facts.watched import Case, Watched, chains_of
from jupyterlab_headroom.watch.facts.workers import Workers
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import Waiter

#: (kernel id, seconds) -> whether the kernel was active within that time.
WasActive = Callable[[str, float], bool]


class Samples(Protocol):
    """The part of sampling.history.History that is needed here."""

    def last(self, seconds: float) -> Sequence[Sample]:
        """Return the samples of the last `seconds`."""


@dataclass(slots=True)
class _Filed:
    """A finished report that the restarter's event may still change."""

    report: DeathReport
    facts: Facts
    until_s: float


class Cases:
    """The deaths that are being worked on. Owned by the watching thread."""

    def __init__(
        self,
        collector: Collector,
        waiter: Waiter,
        deaths: DeathLog,
        history: Samples,
        was_active: WasActive,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.waiter = waiter
        self.collector = collector
        self._deaths = deaths
        self._history = history
        self._was_active = was_active
        self._workers = Workers(collector.observer)
        self._clock = clock
        self._wall = wall
        self._open: list[Case] = []
        self._filed: dict[str, _Filed] = {}
        self._looks_at_all = False

    @property
    def busy(self) -> bool:
        """True while a death is waiting for evidence."""
        return bool(self._open)

    def tick(self, now: float, watched: Sequence[Watched], *, was_moving: bool) -> bool:
        """Refresh everything that would be lost if a process died; return whether anything changes.

        `was_moving`: what the previous tick returned.
        """
        lively = [kernel for kernel in watched if kernel.state.is_lively]
        self._looks_at_all = looks_at_all(
            looked_at_all=self._looks_at_all, has_lively=bool(lively), was_moving=was_moving
        )
        known: Readings = {}
        for kernel in watched if self._looks_at_all else lively:
            self.collector.look(kernel, now, known)
        # After the kernels, so that what they have just used up is included.
        self.collector.look_at_machine(now)
        self.collector.look_at_trees(watched, now)
        self.collector.observer.keep_up()
        if self._looks_at_all:
            self._tidy(now, watched)
        return self.collector.is_moving(watched)

    def _tidy(self, now: float, watched: Sequence[Watched]) -> None:
        """Watch the groups that kernels are in now, and drop what is no longer needed."""
        self.collector.forget([*watched, *(case.watched for case in self._open)])
        self._watch_counters(watched)
        for death_id in [d for d, filed in self._filed.items() if filed.until_s <= now]:
            self._no_restarter(self._filed.pop(death_id))

    def open_case(self, watched: Watched) -> None:
        """Start working on the death of a process that nobody asked to end."""
        now = self._clock()
        found = peek_exit(watched.process.pid, watched.pidfd, watched.process.poll)
        status = (
            ExitStatus(found.code, found.signal, found.peak_rss_bytes, found.source)
            if found
            else ExitStatus()
        )
        self.collector.look_at_groups([watched], now)
        self.collector.observer.forget_journal()
        case = self._case(watched, status, now)
        since = now if watched.started_s is None else watched.started_s
        case.shm = self.collector.shm.fullest(since, now)
        case.faulted_bytes = _faulted(watched, found)
        case.stderr = watched.last_words.read() if watched.last_words is not None else ()
        self._open.append(case)
        if not self._try_to_close(case, now):
            self._file(case, "collecting")

    def advance(self, now: float, watched: Sequence[Watched]) -> None:
        """Read what is due, and close cases whose evidence is complete."""
        if now >= self.collector.shm.due_s:
            self.collector.shm.look(now)
        self.collector.look_at_groups([*watched, *(case.watched for case in self._open)], now)
        for case in list(self._open):
            if not self._waits_for_another(case, watched, now):
                self._try_to_close(case, now)
        self._look_for_workers(now, watched)

    def knows(self, kernel_id: str, pid: int) -> bool:
        """Tell whether this death has already been noticed."""
        death_id = f"{kernel_id}:{pid}"
        open_ids = [case.death_id for case in self._open]
        return death_id in open_ids or self._deaths.get(death_id) is not None

    def restarter_says(self, kernel: KernelInfo, pid: int, event: RestarterEvent) -> None:
        """Add what happened to the kernel next, and whether it was busy."""
        death_id = f"{kernel.id}:{pid}"
        for case in self._open:
            if case.death_id == death_id:
                case.watched.restarter_event = event
                case.watched.notice_state(kernel)
        filed = self._filed.pop(death_id, None)
        if filed is None:
            return
        facts = replace(filed.facts, gave_up=event == "dead")
        known = filed.report.kernel
        self._deaths.put(
            replace(
                filed.report,
                # The session is created a moment after its kernel has started.
                kernel=known if known.path else replace(known, path=kernel.path),
                verdict=diagnose(facts),
                aftermath=aftermath_of(event),
                was_busy=filed.report.was_busy or kernel.execution_state == "busy",
            )
        )

    def gone(self, kernel_id: str) -> None:
        """Forget a kernel for which no more events will come."""
        for death_id in [d for d in self._filed if d.startswith(f"{kernel_id}:")]:
            del self._filed[death_id]

    def report_unseen(self, kernel: KernelInfo, event: RestarterEvent) -> None:
        """Report the death of a kernel whose process could not be watched."""
        now = self._clock()
        facts = Facts(kernel.pid or 0, ExitStatus(), now, remote=kernel.locality == "remote")
        facts = replace(facts, gave_up=event == "dead")
        time_ = self._wall()
        death_id = f"{kernel.id}:{kernel.pid or int(time_)}"
        report = make_report(death_id, time_, "final", kernel, facts, diagnose(facts), ())
        self._deaths.put(replace(report, aftermath=aftermath_of(event)))

    def _watch_counters(self, watched: Sequence[Watched]) -> None:
        """Be woken up by changes of the v2 counters, which Linux announces to any reader."""
        files = frozenset(
            own.directory / "memory.events" for own, *_ in chains_of(watched) if own.version == 2
        )
        self.waiter.keep_files(files)
        for file in files:
            self.waiter.add_file(file)

    def _try_to_close(self, case: Case, now: float) -> bool:
        samples = self._samples_before(case)
        case.facts = self.collector.facts_of(case, self._open, samples)
        if now < case.deadline_s and not is_enough(case.facts, case, now):
            return False
        self._open.remove(case)
        report = self._file(case, "final")
        if is_counted(report.verdict):
            self.collector.account_for(case.watched, now)
        return True

    def _waits_for_another(self, case: Case, watched: Sequence[Watched], now: float) -> bool:
        """Tell whether the counted kill may be that of another kernel that is still exiting.

        A large process takes longer to die than a small one that is killed after it.
        """
        if case.facts is None or not may_be_other_victim(case.facts, case, now):
            return False
        others = (w.process.pid for w in watched if w.group == case.watched.group)
        return any(self.collector.observer.is_dying(pid) for pid in others)

    def _file(self, case: Case, state: State) -> DeathReport:
        facts = case.facts
        if facts is None:
            raise RuntimeError("facts come before the report")
        watched, samples = case.watched, self._samples_before(case)
        report = make_report(
            case.death_id, case.time, state, watched.kernel, facts, diagnose(facts), samples
        )
        report = self._deaths.put(replace(report, aftermath=expected_aftermath(case)))
        if state == "final" and watched.restarter_event is None and report.aftermath != "none":
            until_s = case.monotonic_s + RESTARTER_SECONDS
            self._filed[report.id] = _Filed(report, facts, until_s)
        return report

    def _look_for_workers(self, now: float, watched: Sequence[Watched]) -> None:
        """Report OOM kills that no kernel's death explains: they hit some other process."""
        ledger = self.collector.ledger
        for group, overdue in ledger.overdue(now, WORKER_SECONDS).items():
            members = [w for w in watched if w.group == group]
            if any(case.watched.group == group for case in self._open):
                continue
            if any(self.collector.observer.is_exiting(w.process.pid) for w in members):
                continue
            self.collector.look_at_trees(watched, now)
            active = [w for w in members if self._was_active(w.kernel.id, ACTIVE_SECONDS)]
            for victim in self._workers.victims(members, active, now):
                killed_s, samples_until_s = victim.moment(overdue)
                case = self._case(victim.kernel, ExitStatus(), killed_s)
                case.worker, case.is_kin_seen = victim.pid, victim.is_kin_seen
                case.samples_until_s = samples_until_s
                case.facts = self.collector.facts_of(case, self._open, self._samples_before(case))
                self._file(case, "final")
            ledger.explain(group, overdue.kills)

    def _case(self, watched: Watched, status: ExitStatus, at_s: float) -> Case:
        return Case(
            watched=watched,
            exit=status,
            time=self._wall() - (self._clock() - at_s),
            monotonic_s=at_s,
            before=self.collector.before(watched),
            deadline_s=at_s + DEADLINE_SECONDS,
            settle_s=at_s + SETTLE_SECONDS,
            samples_until_s=at_s,
        )

    def _samples_before(self, case: Case) -> Sequence[Sample]:
        samples = self._history.last(CURVE_SECONDS)
        return before_death(samples, case.watched.kernel, case.samples_until_s)

    def _no_restarter(self, filed: _Filed) -> None:
        self._deaths.put(replace(filed.report, aftermath="none"))


def _faulted(watched: Watched, found: ProcessExit | None) -> int | None:
    before, after = watched.minor_faults, found.minor_faults if found else None
    return None if before is None or after is None else (after - before) * mmap.PAGESIZE

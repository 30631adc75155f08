"""Keeps baselines while kernels live, and collects the facts when one dies. For one thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.cadence import watch as cadence
from jupyterlab_headroom.diagnosis.causes.match import find_kill
from jupyterlab_headroom.diagnosis.samples import last_sample, other_kernels
from jupyterlab_headroom.nouns.counters import LevelCounters
from jupyterlab_headroom.nouns.facts import Facts, LevelChange, Tally
from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.watch.facts.baselines import Baselines
from jupyterlab_headroom.watch.facts.ledger import OomLedger
from jupyterlab_headroom.watch.facts.observer import LogIdentity, Observer
from jupyterlab_headroom.watch.facts.shm import ShmWatch
from jupyterlab_headroom.watch.facts.watched import Case, Watched, chains_of

_SIGKILL = 9
#: Counters read at one moment, by directory.
Readings = dict[Path, LevelCounters]


class Collector:
    """Knows the counters of every control group that holds a kernel."""

    def __init__(self, observer: Observer) -> None:
        self.observer = observer
        self.ledger = OomLedger()
        self._quiet = Baselines()
        self._machine: deque[tuple[float, int]] = deque()
        self._pids: frozenset[int] = frozenset()
        #: Group -> when its baseline was last read.
        self._renewed: dict[Path, float] = {}
        self.shm = ShmWatch(observer.shared_memory)

    def look(self, watched: Watched, now: float, known: Readings | None = None) -> None:
        """Read what will be lost when the process dies, and renew its baseline.

        `known`: the readings of this moment. New ones are added, so that a shared group is read
        only once.
        """
        pid = watched.process.pid
        size = self.observer.size_of(pid)
        where = cadence.reads_identity(
            watched.looks, watched.looks_since_identity, begins_work=watched.begins_work
        )
        watched.begins_work = False
        watched.size_changed = size != watched.size
        same = self._holds_the_same(watched, size)
        watched.looks, watched.looks_since_identity = (
            watched.looks + 1,
            0 if where else watched.looks_since_identity + 1,
        )
        identity = self.observer.identity_of(pid) if where else None
        # v1 moves a process that is ending to the root group, but only its own group counts. It
        # loses its memory before that: while its size is the same, it has not been moved.
        if same and (identity is None or self.observer.size_of(pid) == size):
            alive = True
        else:
            alive = self._measure(watched, size)
        if not alive:
            return
        if identity is not None:
            _take_identity(watched, identity)
        self.renew(watched, now, known)

    def _holds_the_same(self, watched: Watched, size: str | None) -> bool:
        """Tell whether a process still holds the same memory.

        A busy one may take memory and give back as much, but then it has had page faults.
        """
        if size is None or size != watched.size or watched.looks < cadence.FIRST_LOOKS:
            return False
        if not watched.state.is_lively:
            return True
        faults = self.observer.faults_of(watched.process.pid)
        return faults is not None and faults == watched.minor_faults

    def _measure(self, watched: Watched, size: str | None) -> bool:
        """Read how much memory it holds; return False if the process is ending."""
        condition = self.observer.condition_of(watched.process.pid)
        if condition.is_exiting:
            return False
        watched.size = size
        watched.file_bytes = condition.file_bytes or watched.file_bytes
        watched.held_bytes = condition.held_bytes or watched.held_bytes
        watched.minor_faults = condition.minor_faults or watched.minor_faults
        return True

    def renew(self, watched: Watched, now: float, known: Readings | None = None) -> None:
        """Take the present counters as the baseline, unless a kill waits for its report."""
        group = watched.group
        # Most kernels share a group, and one look at it per turn is enough.
        if group is None or self._renewed.get(group) == now:
            return
        self._renewed[group] = now
        known = {} if known is None else known
        readings: Readings = {}
        for level in watched.levels:
            counts = known.get(level.directory)
            if counts is None:
                counts = known[level.directory] = self.observer.counts(level)
            readings[level.directory] = counts
        self.ledger.see(group, readings[group].oom_kill, now)
        if not self.ledger.unexplained(group):
            self._quiet.take(readings, now)

    def account_for(self, watched: Watched, now: float) -> None:
        """Use up the OOM kill that a report has explained."""
        if watched.group is None:
            return
        self.ledger.explain(watched.group, 1)
        self._renewed.pop(watched.group, None)
        self._quiet.restart(level.directory for level in watched.levels)
        self.renew(watched, now)

    def look_at_groups(self, watched: Iterable[Watched], now: float) -> None:
        """Read only the counter of OOM kills, once per group."""
        for own, *_ in chains_of(watched):
            if self._renewed.get(own.directory) != now:
                self.ledger.see(own.directory, self.observer.oom_kill(own), now)

    def look_at_trees(self, watched: Sequence[Watched], now: float) -> None:
        """Note which children of the kernels have disappeared."""
        trees = self.observer.trees_of(w.process.pid for w in watched)
        for kernel in watched:
            tree = trees.get(kernel.process.pid, frozenset())
            if tree is not kernel.tree:
                kernel.vanished.update(dict.fromkeys(kernel.tree - tree, now))
                kernel.tree = tree
            if kernel.vanished:
                for pid in [
                    p for p, t in kernel.vanished.items() if now - t > cadence.MACHINE_SPAN_SECONDS
                ]:
                    del kernel.vanished[pid]

    def look_at_machine(self, now: float) -> None:
        """Note the space in /dev/shm and, less often, the machine's counter, which costs 50 us."""
        if not self._machine or now - self._machine[-1][0] >= cadence.MACHINE_EVERY_SECONDS:
            count = self.observer.machine_oom_kill()
            if count is not None:
                self._machine.append((now, count))
        # Keep the newest reading that is old enough to serve as the baseline.
        while len(self._machine) > 1 and self._machine[1][0] <= now - cadence.MACHINE_SPAN_SECONDS:
            self._machine.popleft()
        self.shm.look(now)

    def look_early(self, watched: Watched, now: float) -> None:
        """Take baselines for a new process, between two ticks."""
        self.look(watched, now)
        self.shm.look(now)

    def is_moving(self, watched: Iterable[Watched]) -> bool:
        """Tell whether something may begin and end within a second."""
        return cadence.is_moving(
            (kernel.state for kernel in watched),
            shm_due_s=self.shm.due_s,
            kill_is_unexplained=self.ledger.has_unexplained,
        )

    def forget(self, keep: Iterable[Watched]) -> None:
        """Drop what is known about groups that hold no kernel any more."""
        kept = list(keep)
        pids = frozenset(w.process.pid for w in kept)
        for pid in self._pids - pids:
            self.observer.forget(pid)
        self._pids = pids
        chains = chains_of(kept)
        groups = frozenset(chain[0].directory for chain in chains)
        self.ledger.forget(groups)
        self._renewed = {group: at_s for group, at_s in self._renewed.items() if group in groups}
        self._quiet.keep(level.directory for chain in chains for level in chain)

    def before(self, watched: Watched) -> Mapping[Path, LevelCounters]:
        """Return the baselines of a process's control groups."""
        return self._quiet.of(level.directory for level in watched.levels)

    def facts_of(self, case: Case, everyone: Sequence[Case], samples: Sequence[Sample]) -> Facts:
        """Return what is known so far about a death."""
        watched = case.watched
        dead = frozenset(p.watched.kernel.id for p in everyone if p.worker is None)
        shm = case.shm
        facts = Facts(
            pid=case.pid,
            exit=case.exit,
            monotonic_s=case.monotonic_s,
            comm=watched.comm,
            uid=watched.uid,
            file_bytes=watched.file_bytes,
            levels=self._changes(case),
            tally=self._tally(case, everyone),
            machine_oom_kill_rise=self._machine_rise(),
            shared_memory=shm.memory if shm else None,
            shared_memory_age_s=max(case.monotonic_s - shm.monotonic_s, 0.0) if shm else 0.0,
            faulted_bytes=case.faulted_bytes,
            log=self.observer.kernel_log(),
            sample=last_sample(samples, watched.kernel, case.monotonic_s),
            others=other_kernels(samples, watched.kernel, case.monotonic_s, dead),
            stderr=case.stderr,
            lived_s=_lived(case),
            was_ready=watched.was_ready,
            gave_up=watched.restarter_event == "dead",
            container_ids=self.observer.container_ids,
            worker=case.worker is not None,
            is_kin_seen=case.is_kin_seen,
            remote=watched.kernel.locality == "remote",
        )
        return self._with_journal(facts, case)

    def _with_journal(self, facts: Facts, case: Case) -> Facts:
        """Add the journal: userland killers write only there, and Linux writes there as well."""
        if facts.worker or facts.exit.signal is None or find_kill(facts) is not None:
            return facts
        journal = self.observer.journal()
        case.journal_answered = journal is not None
        if journal is None or journal.refused is not None:
            return facts
        log = facts.log if facts.log.readable else journal
        daemons = (*facts.log.daemon_kills, *journal.daemon_kills)
        return replace(facts, log=replace(log, daemon_kills=daemons))

    def _changes(self, case: Case) -> tuple[LevelChange, ...]:
        return tuple(
            LevelChange(
                level,
                case.before.get(level.directory, LevelCounters()),
                self.observer.counters(level),
            )
            for level in case.watched.levels
        )

    def _tally(self, case: Case, everyone: Sequence[Case]) -> Tally:
        group = case.watched.group
        if group is None:
            return Tally()
        peers = [
            p
            for p in everyone
            if p.watched.group == group and p.exit.signal == _SIGKILL and p.worker is None
        ]
        peers.sort(key=_size, reverse=True)
        rank = peers.index(case) if case in peers else 0
        return Tally(self.ledger.unexplained(group), max(len(peers), 1), rank)

    def _machine_rise(self) -> int | None:
        now = self.observer.machine_oom_kill()
        return now - self._machine[0][1] if now is not None and self._machine else None


def log_says_enough(facts: Facts) -> bool:
    """Tell whether the log has a line that is certainly about this death."""
    match = find_kill(facts)
    return match is not None and match.sure


def _take_identity(watched: Watched, identity: LogIdentity) -> None:
    watched.levels = identity.levels or watched.levels
    watched.comm = identity.comm or watched.comm
    watched.uid = identity.uid if identity.uid is not None else watched.uid
    if watched.last_words is not None:
        watched.last_words.look()


def _size(case: Case) -> tuple[int, int]:
    """Return a sort key for the memory that a process had at its end.

    This is its peak if known, then what it held when last read plus what it was given since.
    """
    estimate = (case.watched.held_bytes or 0) + (case.faulted_bytes or 0)
    return case.exit.peak_rss_bytes or 0, estimate


def _lived(case: Case) -> float | None:
    started_s = case.watched.started_s
    return None if started_s is None else case.monotonic_s - started_s

"""Real processes in a real, small control group, watched by a real DeathWatch."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.facts import KernelLog
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from jupyterlab_headroom.watch.cases import Cases
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import make_waiter
from jupyterlab_headroom.watch.watcher import DeathWatch
from tests.victim import MIB, Victim

from .groups import Group, make_group

#: When to give up, on the busiest machine; how soon a report comes is measured by bench/death.
REPORT_SECONDS = 60


@dataclass
class Ward:
    """Kernels under watch, and the reports about them."""

    log: DeathLog
    history: History
    kernels: dict[str, Victim] = field(default_factory=dict)
    #: What the server knows of a kernel this moment: the snapshot may be a second old.
    states: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    watch: DeathWatch | None = None
    sampler: Sampler | None = None
    arrived: dict[str, list[tuple[float, DeathReport]]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def snapshot(self) -> Mapping[str, KernelInfo]:
        return {kernel.info.key: kernel.info for kernel in list(self.kernels.values())}

    def execution_state(self, kernel_id: str) -> str | None:
        return self.states.get(kernel_id)

    def begin_work(self, kernel: Victim) -> None:
        """As the directory tells, when the server hears of it."""
        self.states[kernel.info.id] = "busy"
        assert self.watch is not None
        self.watch.kernel_works(kernel.info)

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        """As the snapshot says."""
        return any(
            k.id == kernel_id and k.execution_state == "busy" for k in self.snapshot().values()
        )

    def is_expected_end(self, kernel_id: str) -> bool:
        return kernel_id in self.asked

    def note(self, report: DeathReport) -> None:
        with self.changed:
            self.arrived.setdefault(report.kernel.id, []).append((time.monotonic(), report))
            self.changed.notify_all()

    def report_of(self, kernel: Victim) -> DeathReport:
        """Wait for the final report about the kernel's own process."""
        return self._final(kernel, of_worker=False)

    def worker_report_of(self, kernel: Victim) -> DeathReport:
        """Wait for the report about a child of it."""
        return self._final(kernel, of_worker=True)

    def _final(self, kernel: Victim, *, of_worker: bool) -> DeathReport:
        own = f"{kernel.info.id}:{kernel.process.pid}"

        def final() -> DeathReport | None:
            reports = [r for _, r in self.arrived.get(kernel.info.id, []) if r.state == "final"]
            return next((r for r in reports if (r.id != own) == of_worker), None)

        with self.changed:
            self.changed.wait_for(lambda: final() is not None, REPORT_SECONDS)
            report = final()
        assert report is not None, f"no report about {kernel.info.id}"
        return report


@pytest.fixture
def make(controller: None) -> Iterator[Callable[[int], Group]]:
    groups: list[Group] = []

    def make_one(limit_mib: int) -> Group:
        groups.append(make_group(str(len(groups)), limit_mib * MIB))
        return groups[-1]

    yield make_one
    for group in groups:
        group.remove()


class BlindObserver(Observer):
    """What most users have: kernel.dmesg_restrict=1."""

    def kernel_log(self) -> KernelLog:
        return KernelLog(refused="Operation not permitted")


@contextlib.contextmanager
def ward_with(observer: Observer) -> Iterator[Ward]:
    """Watch with the eyes of `observer`."""
    ward = Ward(DeathLog(), History())
    ward.log.add_listener(ward.note)
    cases = Cases(Collector(observer), make_waiter(), ward.log, ward.history, ward.was_active)
    ward.watch = DeathWatch(cases, ward)
    ward.sampler = Sampler(LinuxMemory(), ward.snapshot, interval=0.25)
    ward.sampler.add_quick_listener(ward.history.append)
    ward.watch.start()
    ward.sampler.start()
    try:
        yield ward
        assert ward.watch.stop()
        assert ward.sampler.stop()
    finally:
        for kernel in ward.kernels.values():
            kernel.close()


@pytest.fixture(params=[Observer, BlindObserver], ids=["log", "no log"])
def ward(request: pytest.FixtureRequest) -> Iterator[Ward]:
    with ward_with(request.param(time.monotonic)) as ward:
        yield ward


@pytest.fixture
def admit(ward: Ward) -> Callable[[Group], Victim]:
    numbers = itertools.count(1)

    def admit_one(group: Group, settle_s: float = 0.7, held_mib: int = 0) -> Victim:
        kernel = Victim(f"{os.getpid()}{next(numbers)}", group.procs)
        kernel.take(held_mib)
        ward.kernels[kernel.info.id] = kernel
        assert ward.watch is not None
        ward.watch.kernel_started(kernel.info, kernel.ref)
        time.sleep(settle_s)
        return kernel

    return admit_one

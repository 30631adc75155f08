"""Inside the test machine: processes in control groups, watched by a real DeathWatch."""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from jupyterlab_headroom.watch.service import build_death_service
from tests.victim import Victim

#: The group that the server and its kernels live in: delegated to the user of the tests.
LAB = Path(os.environ["HEADROOM_LAB"])


class Group:
    """A control group of one test."""

    def __init__(self, path: Path, **limits: int | str) -> None:
        path.mkdir()
        self.path = path
        for name, value in limits.items():
            (path / f"memory.{name.replace('_', '.')}").write_text(str(value))

    def child(self, name: str, **limits: int | str) -> Group:
        """Return a group below this one."""
        (self.path / "cgroup.subtree_control").write_text("+memory")
        return Group(self.path / name, **limits)


class Ward:
    """Kernels under watch, and the reports about them."""

    def __init__(self) -> None:
        self.kernels: dict[str, Victim] = {}
        self.reports: dict[str, list[DeathReport]] = {}
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        history = History()
        self._service = build_death_service(self, history, logging.getLogger("headroom"))
        self._service.log.add_listener(self._note)
        self._sampler = Sampler(LinuxMemory(), self.snapshot, interval=0.25)
        self._sampler.add_quick_listener(history.append)
        self._service.watch.start()
        self._sampler.start()

    def snapshot(self) -> Mapping[str, KernelInfo]:
        """The kernels, as the directory of the server gives them."""
        return {kernel.info.key: kernel.info for kernel in list(self.kernels.values())}

    def execution_state(self, kernel_id: str) -> str | None:
        """Nothing newer than the snapshot is known here."""
        return None

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        """As the snapshot says."""
        return any(
            k.id == kernel_id and k.execution_state == "busy" for k in self.snapshot().values()
        )

    def is_expected_end(self, kernel_id: str) -> bool:
        """No end is expected here."""
        return False

    def group(self, **limits: int | str) -> Group:
        """Return a new group below the lab."""
        return Group(LAB / f"g{next(self._numbers)}", **limits)

    def admit(self, group: Group, settle_seconds: float = 1.0, held_mib: int = 0) -> Victim:
        """Start a kernel that holds some memory since long, and watch it."""
        kernel = Victim(str(next(self._numbers)), group.path / "cgroup.procs")
        if held_mib:
            kernel.take(held_mib)
        self.kernels[kernel.info.id] = kernel
        self._service.watch.kernel_started(kernel.info, kernel.ref)
        time.sleep(settle_seconds)
        return kernel

    def report_of(
        self, kernel: Victim, seconds: float = 15.0, *, of_worker: bool = False
    ) -> DeathReport | None:
        """Wait for the final report about the kernel's own process, or about a child of it."""
        own = f"{kernel.info.id}:{kernel.process.pid}"

        def final() -> DeathReport | None:
            reports = [r for r in self.reports.get(kernel.info.id, []) if r.state == "final"]
            found = [report for report in reports if (report.id != own) == of_worker]
            return found[-1] if found else None

        with self._changed:
            self._changed.wait_for(lambda: final() is not None, seconds)
            return final()

    def clear(self) -> None:
        """End all kernels of a test."""
        for kernel in self.kernels.values():
            self._service.watch.kernel_gone(kernel.info)
        time.sleep(0.1)
        for kernel in self.kernels.values():
            kernel.close()
        self.kernels.clear()

    def close(self) -> None:
        """Stop the watch."""
        self.clear()
        self._sampler.stop()
        self._service.watch.stop()

    def _note(self, report: DeathReport) -> None:
        with self._changed:
            self.reports.setdefault(report.kernel.id, []).append(report)
            self._changed.notify_all()

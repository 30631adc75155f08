"""VRAM: asked in a thread of its own, because a driver may hang; RAM never waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from jupyterlab_headroom.types import GpuInfo, GpuReading, Problem

#: An answer that takes longer is not waited for: the last one is shown as stale.
STALE_SECONDS = 1.0
#: Without a driver, look this seldom: it may be loaded later.
ABSENT_SECONDS = 30.0
#: The inode of the first pid namespace, fixed in the Linux source (PROC_PID_INIT_INO).
_FIRST_PID_NAMESPACE = "pid:[4026531836]"


class NoDriverError(Exception):
    """There is no such GPU here."""


class DriverError(Exception):
    """There is one, and it cannot be read; the text is for people."""


@dataclass(frozen=True)
class GpuLook:
    """One GPU or slice, as the driver tells it."""

    info: GpuInfo
    reading: GpuReading
    #: pid -> bytes; `None`: not told.
    processes: Mapping[int, int | None] | None = None


@dataclass(frozen=True)
class GpuSnapshot:
    """What is known of all GPUs at one moment."""

    infos: Mapping[str, GpuInfo] = field(default_factory=dict)
    readings: Mapping[str, GpuReading] = field(default_factory=dict)
    #: Kernel key -> GPU key -> bytes.
    vram: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    vram_basis: str | None = None
    problems: tuple[Problem, ...] = ()


class Driver(Protocol):
    """A way to ask one vendor's driver."""

    vendor: str

    def look(self) -> Iterable[GpuLook]:
        """Return all GPUs; raise `NoDriverError` or `DriverError`."""


class GpuWatch:
    """Asks a driver again and again in its own thread; answers at once with what is known."""

    def __init__(
        self,
        driver: Driver,
        *,
        interval: float = 1.0,
        pids_are_ours: bool = True,
        log: logging.Logger | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._driver = driver
        self._interval = interval
        self._pids_are_ours = pids_are_ours
        self._log = log or logging.getLogger(__name__)
        self._clock = clock
        self._looks: tuple[GpuLook, ...] = ()
        self._problem: str | None = None
        self._answered: float | None = None
        self._asking_since: float | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start asking. The thread ends with the process: a driver that hangs cannot hold it."""
        self._thread = threading.Thread(target=self._run, name="headroom-gpus", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 1.0) -> bool:
        """Ask the thread to end; return whether it did: not while the driver hangs."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def latest(self, trees: Mapping[str, frozenset[int]]) -> GpuSnapshot:
        """Return the last known figures; `trees` are the processes of each kernel."""
        looks, stale = self._looks, self._is_stale()
        return GpuSnapshot(
            infos={look.info.key: look.info for look in looks},
            readings={
                look.info.key: replace(look.reading, stale=True) if stale else look.reading
                for look in looks
            },
            vram=vram_of(trees, looks) if self._pids_are_ours else {},
            vram_basis="nvml" if looks else None,
            problems=self._problems(looks, stale),
        )

    def _is_stale(self) -> bool:
        since = self._asking_since
        return since is not None and self._clock() - since > STALE_SECONDS

    def _problems(self, looks: tuple[GpuLook, ...], stale: bool) -> tuple[Problem, ...]:
        texts = []
        if stale:
            texts.append("The GPU driver does not answer.")
        elif self._problem is not None:
            texts.append(self._problem)
        if looks and not self._pids_are_ours:
            texts.append(
                "The GPU driver names processes by numbers of the host, which mean nothing in"
                " this container: VRAM is known per GPU, not per kernel."
            )
        return tuple(Problem(self._driver.vendor, text) for text in texts)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._interval if self.ask() else ABSENT_SECONDS)

    def ask(self) -> bool:
        """Ask once; return whether there is a driver. For the thread, and for tests."""
        self._asking_since = self._clock()
        try:
            self._looks, problem = tuple(self._driver.look()), None
        except NoDriverError:
            self._looks, self._problem = (), None
            return False
        except DriverError as error:
            self._looks, problem = (), str(error)
        except Exception as error:  # noqa: BLE001 - a driver's fault must not end the thread
            self._looks, problem = (), f"The GPU driver failed: {error!r}"
        finally:
            self._asking_since = None
        if problem is not None and problem != self._problem:
            self._log.warning("headroom: %s", problem)
        self._problem = problem
        return True


class AllDrivers:
    """Several vendors' drivers as one: a machine may have GPUs of more than one."""

    vendor = "gpu"

    def __init__(self, *drivers: Driver) -> None:
        self._drivers = drivers

    def look(self) -> Iterator[GpuLook]:
        """Yield the GPUs of every driver that is there; raise `NoDriverError` if none is."""
        absent = 0
        for driver in self._drivers:
            try:
                yield from driver.look()
            except NoDriverError:
                absent += 1
        if absent == len(self._drivers):
            raise NoDriverError


def vram_of(
    trees: Mapping[str, frozenset[int]], looks: Iterable[GpuLook]
) -> dict[str, dict[str, int]]:
    """Return kernel -> GPU -> bytes. Of a GPU with slices only the slices list processes."""
    vram: dict[str, dict[str, int]] = {}
    for look in looks:
        for kernel, pids in trees.items():
            sizes = [
                size
                for pid, size in (look.processes or {}).items()
                if pid in pids and size is not None
            ]
            if sizes:
                vram.setdefault(kernel, {})[look.info.key] = sum(sizes)
    return vram


def in_first_pid_namespace(proc: Path = Path("/proc")) -> bool:
    """Tell whether the numbers a driver gives to processes are the ones we see."""
    try:
        return str((proc / "self" / "ns" / "pid").readlink()) == _FIRST_PID_NAMESPACE
    except OSError:
        return True  # no namespaces: not Linux

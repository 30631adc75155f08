"""What one look at the memory of this machine gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import GroupReading, MachineReading, Problem, ProcessReading


@dataclass(frozen=True)
class MemoryReading:
    """One look at everything in RAM."""

    machine: MachineReading
    #: Group key -> reading. Keys are stable while the limit is set by the same group.
    groups: Mapping[str, GroupReading]
    server_group: str
    #: Kernel key -> its process tree. No processes: it is gone; absent: it was never seen.
    kernels: Mapping[str, ProcessReading]
    #: Kernel key -> group key; where it last ran, once it is gone.
    group_of: Mapping[str, str]
    #: Kernel key -> pids of its tree.
    trees: Mapping[str, frozenset[int]]
    problems: tuple[Problem, ...] = ()

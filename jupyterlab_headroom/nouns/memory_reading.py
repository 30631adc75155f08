"""The result of reading the memory of this machine once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import GroupReading, MachineReading, Problem, ProcessReading


@dataclass(frozen=True)
class MemoryReading:
    """The RAM use of the machine, its groups and the kernels at one moment."""

    machine: MachineReading
    #: Group key -> reading. A key is stable as long as the same group sets the limit.
    groups: Mapping[str, GroupReading]
    server_group: str
    #: Kernel key -> its process tree. Zero processes: the kernel is gone. No entry: it was never
    #: seen.
    kernels: Mapping[str, ProcessReading]
    #: Kernel key -> group key; for a kernel that is gone, the group it last ran in.
    group_of: Mapping[str, str]
    #: Kernel key -> pids of its tree.
    trees: Mapping[str, frozenset[int]]
    problems: tuple[Problem, ...] = ()

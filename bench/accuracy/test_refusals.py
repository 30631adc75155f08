"""Check the rules for limits that refuse memory instead of killing, on real loads.

Needs the same as test_subset.py. The limit is set in a fork just before the load.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import CASES, Case
from collect import versions_of
from forked import Forked
from report import MIB, Row, estimates

LIMITED = """
import resource
with open("/proc/self/status") as lines:
    used = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("{field}:"))
resource.setrlimit(resource.{limit}, (used + {left}, used + {left}))
try:
{cell}
    outcome = "loaded"
except (MemoryError, OSError, RuntimeError) as error:
    outcome = "refused"
    assert isinstance(error, MemoryError) or "allocate memory" in str(error), repr(error)
assert outcome == {outcome!r}, outcome
"""
#: For each kind of limit, the field of /proc/PID/status it limits and its name in `resource`.
FIELDS = {"data": ("VmData", "RLIMIT_DATA"), "address-space": ("VmSize", "RLIMIT_AS")}
MAPPED = ("llama-bf16.safetensors", 'torch_dtype="auto"')
CONVERTED = ("llama-bf16.safetensors", "dtype=torch.float16")
READ = ("gpt2.bin", "torch.load ")
#: The third value is what is left, in MiB. The file of MAPPED and CONVERTED has 437 MiB, the
#: tensors of CONVERTED take another 437 MiB, and those of READ 873 MiB.
TRIALS = (
    (MAPPED, "data", 400, "refused"),
    (MAPPED, "data", 720, "fits"),
    (MAPPED, "address-space", 400, "refused"),
    (MAPPED, "address-space", 1500, "fits"),
    (CONVERTED, "data", 800, "refused"),
    (CONVERTED, "data", 1180, "fits"),
    (READ, "data", 800, "refused"),
    (READ, "data", 1160, "fits"),
)


@pytest.fixture(scope="module")
def libraries() -> Iterator[Forked]:
    with Forked(Path(os.environ["HEADROOM_TORCH_PYTHON"])) as forked:
        yield forked


def _row(case: Case, by: str, left: int) -> Row:
    return {
        "checkpoint": case.checkpoint,
        "cell": case.cell,
        "versions": versions_of(Path(os.environ["HEADROOM_TORCH_PYTHON"])),
        "modules": ("torch", "transformers", "transformers.modeling_utils"),
        "capacity": {
            "headroomBytes": 64 * 1024 * MIB,
            "limitBytes": None,
            "limitSource": None,
            "swapFreeBytes": 0,
            "kernelBytes": None,
            "gpus": {},
            "refusals": [{"by": by, "leftBytes": left}],
        },
    }


@pytest.mark.parametrize(("key", "by", "left_mib", "said"), TRIALS)
def test_what_is_refused(
    libraries: Forked, key: tuple[str, str], by: str, left_mib: int, said: str
) -> None:
    case = next(case for case in CASES if (case.checkpoint, case.label) == key)
    models, left = Path(os.environ["HEADROOM_MODELS"]), left_mib * MIB
    compiled = Path(os.environ["HEADROOM_COMPILED"])
    (answer,) = estimates(models, [_row(case, by, left)], compiled)
    assert answer["verdict"] == said
    field, limit = FIELDS[by]
    outcome = "refused" if said == "refused" else "loaded"
    load = textwrap.indent(case.cell, "    ")
    cell = LIMITED.format(field=field, limit=limit, left=left, cell=load, outcome=outcome)
    assert libraries.run(cell, models / case.checkpoint).survived, "it was not " + outcome

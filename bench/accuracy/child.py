"""The process that is measured: imports the libraries, then runs a cell, and signals each step.

`python child.py CELL_FILE` runs one cell. `python child.py --serve MODULE...` imports the
modules, prints `ready`, and then reads file names of cells from stdin and runs each cell in a fork
of itself. It prints `base`, its process id and the imported modules once the libraries are
imported, `done` after the cell, and `over` when a fork has ended.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path

os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    TQDM_DISABLE="1",
    OMP_NUM_THREADS="2",
    PYTHONWARNINGS="ignore",
)

#: Modules whose import costs memory (src/logic/loads/rules/imports.ts).
ASKED = (
    "torch",
    "transformers",
    "transformers.modeling_utils",
    "transformers.modeling_outputs",
    "transformers.masking_utils",
    "torch._dynamo",
    "diffusers",
    "diffusers.models.modeling_utils",
    "sentence_transformers",
)


def run_cell(file: str) -> None:
    """Run the cell, with a signal before and after it; wait for the parent to answer each."""
    source = Path(file).read_text()
    gc.collect()
    print("base", os.getpid(), *(name for name in ASKED if name in sys.modules), flush=True)
    sys.stdin.readline()
    names: dict[str, object] = {}
    exec(compile(source, "cell", "exec"), names)
    print("done", flush=True)
    sys.stdin.readline()


def in_a_fork(file: str) -> None:
    """Run the cell in a forked process, in which all modules are already imported."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run_cell(file)
            status = 0
        finally:
            os._exit(status)
    os.waitpid(pid, 0)
    print("over", flush=True)


def main(arguments: list[str]) -> None:
    """Run one cell, or every cell named on stdin."""
    import torch  # noqa: F401
    import transformers  # noqa: F401

    if arguments[0] != "--serve":
        run_cell(arguments[0])
        return
    for module in arguments[1:]:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    while file := sys.stdin.readline().strip():
        in_a_fork(file)


if __name__ == "__main__":
    main(sys.argv[1:])

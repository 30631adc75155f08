"""Loads onto a real NVIDIA GPU, measured: for whoever has one. Nobody else uses it meanwhile.

    python vram.py build MODELS              # random checkpoints of 0.3 to 8 B parameters, 30 GB
    python vram.py look                      # what the server's own NVML source reads, and how fast
    python vram.py measure MODELS RAW.json   # each load in a process of its own
    python vram.py texts                     # messages of torch, CuPy and JAX on a full GPU

`vram_report.py` then compares RAW.json with src/logic/loads/rules. Needs torch with CUDA,
transformers, accelerate, psutil and nvidia-ml-py; bitsandbytes for the quantised loads. It has not
been run on a GPU by its authors: see docs/limits.md.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from measure import anonymous_and_file, evict
from models import build
from recipes import Recipe
from vram_cases import CASES, VramCase

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("vram_child.py")
INTERVAL_S = 0.002
TIMEOUT_S = 900
DISTRIBUTIONS = ("torch", "transformers", "accelerate", "safetensors", "bitsandbytes")

Json = dict[str, Any]


def recipes() -> dict[str, Recipe]:
    """The checkpoints of this bench; they are too large for the one without a GPU."""
    file = Path(__file__).with_name("recipes") / "gpu.json"
    return {
        name: Recipe(half="written", **{**lines, "formats": tuple(lines["formats"])})
        for name, lines in json.loads(file.read_text()).items()
    }


def versions() -> dict[str, str | None]:
    """Versions of the measured libraries; None if not installed."""
    found: dict[str, str | None] = {}
    for name in DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


class Gpu:
    """The first GPU, queried through NVML directly instead of the code under test."""

    def __init__(self) -> None:
        import pynvml

        self._nvml = pynvml
        try:
            pynvml.nvmlInit()
            self._handle = pynvml.nvmlDeviceGetHandleByIndex(0)
        except pynvml.NVMLError as error:
            sys.exit(f"This needs an NVIDIA GPU: {error}")

    def used(self) -> int:
        """Bytes that the driver does not count as free."""
        memory = self._nvml.nvmlDeviceGetMemoryInfo(self._handle)
        return int(memory.total - memory.free)

    def held_by(self, pid: int) -> int | None:
        """Bytes according to the driver's process list; None if it does not list this pid."""
        processes = self._nvml.nvmlDeviceGetComputeRunningProcesses(self._handle)
        return next((p.usedGpuMemory for p in processes if p.pid == pid), None)

    def facts(self) -> Json:
        """The GPU, its driver and its total memory."""
        nvml = self._nvml
        return {
            "name": nvml.nvmlDeviceGetName(self._handle),
            "driver": nvml.nvmlSystemGetDriverVersion(),
            "total": int(nvml.nvmlDeviceGetMemoryInfo(self._handle).total),
        }


class Watch(threading.Thread):
    """Tracks the highest readings of a process and its GPU until told to stop."""

    def __init__(self, gpu: Gpu, pid: int) -> None:
        super().__init__(daemon=True)
        self._gpu, self._pid = gpu, pid
        self._stop_event = threading.Event()
        self.used = self.anonymous = 0

    def run(self) -> None:
        while not self._stop_event.wait(INTERVAL_S):
            self.used = max(self.used, self._gpu.used())
            ram = anonymous_and_file(self._pid)
            self.anonymous = max(self.anonymous, ram[0] if ram else 0)

    def stop(self) -> None:
        self._stop_event.set()
        self.join()


@dataclass
class Measured:
    """Bytes beyond those of the process with its libraries imported and the GPU still untouched."""

    #: For each phase, torch's counters and the highest readings of NVML and /proc.
    phases: dict[str, Json] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    #: GPU memory that the process holds after the load, besides torch's own.
    context: int | None = None
    #: The end of its stderr, if it failed.
    error: str | None = None


def run(gpu: Gpu, case: VramCase, folder: Path) -> Measured:
    """Load and use one checkpoint."""
    evict(folder)
    with tempfile.TemporaryDirectory() as scratch:
        files = []
        for name, cell in (("load", case.load), ("use", case.use)):
            if cell:
                file = Path(scratch) / f"{name}.py"
                file.write_text(cell.replace("MODEL", repr(str(folder))))
                files.append(str(file))
        pipe = subprocess.PIPE
        with (
            (Path(scratch) / "stderr").open("w+") as stderr,
            subprocess.Popen(
                [sys.executable, str(CHILD), *files],
                stdin=pipe,
                stdout=pipe,
                stderr=stderr,
                text=True,
            ) as child,
        ):
            timer = threading.Timer(TIMEOUT_S, child.kill)
            timer.start()
            try:
                measured = _follow(gpu, child)
            finally:
                timer.cancel()
                child.kill()
            if "load" not in measured.phases:
                stderr.seek(0)
                measured.error = stderr.read()[-2000:]
            return measured


def _follow(gpu: Gpu, child: subprocess.Popen[str]) -> Measured:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("pipes are missing")
    measured = Measured()
    base_used, base_ram, watch = 0, 0, None
    for line in child.stdout:
        facts = json.loads(line)
        if watch is None:
            measured.modules = tuple(facts["modules"])
            base_used, ram = gpu.used(), anonymous_and_file(child.pid)
            base_ram = ram[0] if ram else 0
        else:
            watch.stop()
            now = gpu.used() - base_used
            measured.phases[facts.pop("phase")] = {
                **facts,
                "nvml_peak": watch.used - base_used,
                "nvml_now": now,
                "nvml_process": gpu.held_by(child.pid),
                "anonymous": watch.anonymous - base_ram,
            }
            measured.context = measured.context or now - int(facts["reserved_now"])
        watch = Watch(gpu, child.pid)
        watch.start()
        child.stdin.write("\n")
        child.stdin.flush()
    if watch is not None:
        watch.stop()
    return measured


def measure(models: Path, raw: Path) -> None:
    """Fill `raw` case by case, keeping what is already in it."""
    gpu, installed = Gpu(), versions()
    content: Json = json.loads(raw.read_text()) if raw.exists() else {"rows": {}}
    content.update(gpu=gpu.facts(), versions=installed, date=time.strftime("%Y-%m-%d"))
    for case in CASES:
        key = f"{case.checkpoint} {case.label}{' generate' if 'generate' in case.use else ''}"
        if key in content["rows"] or any(installed.get(name) is None for name in case.needs):
            continue
        measured = run(gpu, case, models / case.checkpoint)
        content["rows"][key] = {**asdict(case), "versions": installed, **asdict(measured)}
        raw.write_text(json.dumps(content, indent=1))
        print(key, measured.error or measured.phases, flush=True)


def look() -> None:
    """Print, as JSON, what the server's NVML source reads while this process holds 256 MiB."""
    facts = Gpu().facts()
    sys.path.insert(0, str(ROOT))
    import torch

    from jupyterlab_headroom.sources.gpu.nvml import NvmlDriver

    held = torch.ones(256 << 20, dtype=torch.uint8, device="cuda")
    driver, times = NvmlDriver(), []
    looks = []
    for _ in range(20):
        begin = time.perf_counter()
        looks = driver.look(frozenset())
        times.append(round((time.perf_counter() - begin) * 1000, 3))
    print(
        json.dumps(
            {
                "looks": [asdict(x) for x in looks],
                "milliseconds": times,
                "pid": os.getpid(),
                "pid_namespace": str(Path("/proc/self/ns/pid").readlink()),
                "own_pid_is_listed": any(os.getpid() in (x.processes or {}) for x in looks),
                "reserved": torch.cuda.memory_reserved(),
                "held": held.numel(),
                **facts,
            },
            indent=1,
            default=str,
        )
    )


#: Each is run in a separate process.
FULL = {
    "torch": "import torch; torch.empty(1 << 45, dtype=torch.uint8, device='cuda')",
    "torch with a share": (
        "import torch; torch.cuda.set_per_process_memory_fraction(0.01)\n"
        "torch.empty(1 << 33, dtype=torch.uint8, device='cuda')"
    ),
    "torch, unused cache": (
        "import torch; x = [torch.empty(1 << 30, dtype=torch.uint8, device='cuda') for _ in 'ab']\n"
        "y = x[0][:8].clone(); del x; torch.empty(1 << 45, dtype=torch.uint8, device='cuda')"
    ),
    "cupy": "import cupy; cupy.empty(1 << 45, dtype='uint8')",
    "cupy with a limit": (
        "import cupy; cupy.get_default_memory_pool().set_limit(size=1 << 28)\n"
        "cupy.empty(1 << 30, dtype='uint8')"
    ),
    "jax": "import jax.numpy as n; n.ones(1 << 43, dtype='uint8').block_until_ready()",
}


def texts() -> None:
    """Print what each library writes when the GPU is full.

    Used in src/__tests__/logic/deaths/failures/gpuOomPublished.spec.ts.
    """
    Gpu()
    for name, code in FULL.items():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        print(f"== {name}\n{done.stderr[-1500:]}", flush=True)


def main(command: str, *paths: str) -> None:
    """Run one of the commands above."""
    if command == "build":
        for name, recipe in recipes().items():
            build(Path(paths[0]), name, recipe)
    elif command == "look":
        look()
    elif command == "texts":
        texts()
    elif command == "measure":
        measure(Path(paths[0]).resolve(), Path(paths[1]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*(sys.argv[1:] or [""]))

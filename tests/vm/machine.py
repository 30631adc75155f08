"""Boot the image, collect what the guest reports over its serial console."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.vm.image import Image

MARK = "RESULT "
#: On a busy host the emulated timer comes too late for Linux's check of it, which panics.
COMMAND_LINE = "console=ttyS0 quiet loglevel=1 panic=-1 psi=1 no_timer_check"


def boot(
    image: Image, log: Path, *, options: str = "", memory_mib: int = 768, seconds: float = 2400
) -> list[Any]:
    """Run the guest to its end and return its results; its console goes to `log`.

    Software emulation is used everywhere: it needs no rights and no hardware support.
    """
    arguments = f"{COMMAND_LINE} {options}"
    command = [
        "qemu-system-x86_64",
        *("-accel", "tcg,thread=multi", "-cpu", "max", "-m", str(memory_mib), "-smp", "2"),
        *("-nographic", "-no-reboot", "-nodefaults", "-serial", "stdio"),
        *(
            "-kernel",
            str(image.kernel),
            "-initrd",
            str(image.initrd),
            "-append",
            arguments,
        ),
    ]
    started = time.monotonic()
    with log.open("wb") as console:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=console, timeout=seconds, check=True
        )
    lines = log.read_text("utf-8", "replace").replace("\r", "").splitlines()
    results = [json.loads(line.split(MARK, 1)[1]) for line in lines if MARK in line]
    results.append({"name": "wall", "seconds": round(time.monotonic() - started, 1)})
    return results

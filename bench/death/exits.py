"""Records when processes end, without being their parent."""

from __future__ import annotations

import os
import select
import threading
import time


def note_exit(pid: int, ended: dict[int, float]) -> threading.Thread:
    """Store the time at which `pid` becomes a zombie in `ended`."""
    pidfd = os.pidfd_open(pid)

    def wait() -> None:
        poll = select.poll()
        poll.register(pidfd, select.POLLIN)
        poll.poll()
        ended[pid] = time.time()
        os.close(pidfd)

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread

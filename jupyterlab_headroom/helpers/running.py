"""One running helper process and its two pipes. Only used by the thread that supervises it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from jupyterlab_headroom.helpers import child
from jupyterlab_headroom.helpers.settings import HelperSettings

_READ_BYTES = 65536
#: How long to wait for a killed process to be gone; after that, it is checked again later.
_REAP_SECONDS = 1.0
#: The interpreter may be linked against libraries that are only found through this variable. A
#: helper gets nothing else of the server's environment, which holds tokens and keys.
_INHERITED = ("LD_LIBRARY_PATH",)


class RunningHelper:
    """A helper process. Creating it starts the process; raises `OSError` if that fails."""

    def __init__(self, settings: HelperSettings, now_s: float) -> None:
        if not sys.executable:
            raise OSError("there is no Python interpreter to start")
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", child.__file__, *_arguments(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # The server's own directory may no longer exist, or somebody may want to unmount it.
            cwd="/",
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            # Ctrl-C in the server's terminal is meant for the server, not for its helpers.
            start_new_session=True,
            bufsize=0,
        )
        pipes = self._popen.stdin, self._popen.stdout
        self.write_fd, self.read_fd = (pipe.fileno() for pipe in pipes if pipe is not None)
        os.set_blocking(self.write_fd, False)
        os.set_blocking(self.read_fd, False)
        self._unpacker = child.Unpacker(settings.max_message_bytes)
        self._unsent = bytearray()
        self.started_s = now_s
        #: When it last read from its pipe, or when the pipe last had nothing for it.
        self.progress_s = now_s

    @property
    def pid(self) -> int:
        """Its process id, for display only, not for signals."""
        return self._popen.pid

    @property
    def unsent_bytes(self) -> int:
        """Bytes that its pipe has not accepted yet."""
        return len(self._unsent)

    def send(self, payload: bytes, now_s: float) -> None:
        """Send a message as soon as the pipe accepts it."""
        if not self._unsent:
            self.progress_s = now_s
        self._unsent += payload
        self.write(now_s)

    def write(self, now_s: float) -> None:
        """Write as much as the pipe accepts. Drops everything if the helper has closed its end."""
        try:
            while self._unsent:
                written = os.write(self.write_fd, self._unsent)
                del self._unsent[:written]
                self.progress_s = now_s
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._unsent.clear()

    def read(self) -> bool:
        """Read what has arrived; returns False if the helper has closed its end."""
        try:
            data = os.read(self.read_fd, _READ_BYTES)
        except BlockingIOError:
            return True
        self._unpacker.feed(data)
        return bool(data)

    def messages(self) -> Iterator[tuple[str, Any]]:
        """Yield all complete messages; raises `ValueError` for anything that is not a message."""
        while (message := self._unpacker.take()) is not None:
            yield message

    def end(self, grace_seconds: float) -> int | None:
        """Close the pipes, which ends a well-behaved program; kill it if it still runs after that.

        Returns the exit status as `Popen` has it, or `None` if not even SIGKILL has ended it yet.
        """
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if grace_seconds > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._popen.wait(grace_seconds)
        # This cannot hit another process: `Popen` sends nothing once it has reaped its own.
        self._popen.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(_REAP_SECONDS)
        return None

    def is_gone(self) -> bool:
        """Return whether the process has ended, and reap it if so."""
        return self._popen.poll() is not None


def _arguments(settings: HelperSettings) -> tuple[str, str]:
    limits = {
        "parent_pid": os.getpid(),
        "address_space_bytes": settings.address_space_bytes,
        "cpu_seconds": settings.cpu_seconds,
        "max_message_bytes": settings.max_message_bytes,
    }
    return os.fspath(settings.program.absolute()), json.dumps(limits)

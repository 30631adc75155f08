"""One running helper process and its two pipes. Used by the one thread that supervises it."""

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
#: How long a killed process may take to be gone before it is looked after later.
_REAP_SECONDS = 1.0
#: The interpreter itself may be linked to libraries that only this variable finds. Nothing else
#: of the server's environment, with its tokens and keys, is for a helper.
_INHERITED = ("LD_LIBRARY_PATH",)


class RunningHelper:
    """A process that was started. Raises `OSError` where it cannot be."""

    def __init__(self, settings: HelperSettings, now_s: float) -> None:
        if not sys.executable:
            raise OSError("there is no Python interpreter to start")
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", child.__file__, *_arguments(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # The server's own directory may be gone, or be one that should be unmounted.
            cwd="/",
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            # Ctrl-C in the server's terminal asks the server, not its helpers.
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
        #: When it last took something from its pipe, or when there was nothing to take.
        self.progress_s = now_s

    @property
    def pid(self) -> int:
        """Its process id: to be shown, not to be signalled."""
        return self._popen.pid

    @property
    def unsent_bytes(self) -> int:
        """Bytes that its pipe did not take yet."""
        return len(self._unsent)

    def send(self, payload: bytes, now_s: float) -> None:
        """Send a message as soon as the pipe takes it."""
        if not self._unsent:
            self.progress_s = now_s
        self._unsent += payload
        self.write(now_s)

    def write(self, now_s: float) -> None:
        """Give the pipe as much as it takes. What nobody will read is dropped."""
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
        """Take what has come; `False` when the helper has closed its end."""
        try:
            data = os.read(self.read_fd, _READ_BYTES)
        except BlockingIOError:
            return True
        self._unpacker.feed(data)
        return bool(data)

    def messages(self) -> Iterator[tuple[str, Any]]:
        """Yield the messages that are whole; raises `ValueError` for what is none."""
        while (message := self._unpacker.take()) is not None:
            yield message

    def end(self, grace_seconds: float) -> int | None:
        """Close the pipes, which ends a sane program, and kill whatever is left after a while.

        Returns the exit status as `Popen` has it; `None`: not even SIGKILL has ended it yet.
        """
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        if grace_seconds > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self._popen.wait(grace_seconds)
        # Nobody else's: `Popen` sends nothing to a process that it has already reaped.
        self._popen.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(_REAP_SECONDS)
        return None

    def is_gone(self) -> bool:
        """Reap the process if it has ended by now."""
        return self._popen.poll() is not None


def _arguments(settings: HelperSettings) -> tuple[str, str]:
    limits = {
        "parent_pid": os.getpid(),
        "address_space_bytes": settings.address_space_bytes,
        "cpu_seconds": settings.cpu_seconds,
        "max_message_bytes": settings.max_message_bytes,
    }
    return os.fspath(settings.program.absolute()), json.dumps(limits)

"""Checks the size of a zip file's directory before the standard library reads all of it."""

from __future__ import annotations

import struct
from typing import BinaryIO

from jupyterlab_headroom.checkpoints.problems import CheckpointError

#: 45 000 entries written by torch take 5 MB.
MAX_DIRECTORY_BYTES = 25_000_000
#: The end record is the last 22 bytes, before a comment of up to 64 KiB.
_TAIL = 22 + 65_535
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_SEE_ZIP64 = 0xFFFFFFFF


def check_directory(file: BinaryIO, size: int) -> None:
    """Raise `CheckpointError` unless a zip file has a directory of sensible size.

    Rewinds the file.
    """
    # The zip64 records (56 + 20 bytes) come right before the end record.
    file.seek(max(0, size - _TAIL - 76))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < 22:
        raise CheckpointError("torn", "The zip file is cut off: its directory is missing.")
    (directory_bytes,) = struct.unpack_from("<I", tail, end + 12)
    if directory_bytes == _SEE_ZIP64:
        wide = tail.rfind(_END_64, 0, end)
        if wide < 0 or len(tail) - wide < 56:
            raise CheckpointError("torn", "The zip file's directory is damaged.")
        (directory_bytes,) = struct.unpack_from("<Q", tail, wide + 40)
    if directory_bytes > MAX_DIRECTORY_BYTES:
        raise CheckpointError("header-too-large", "The zip file's directory is too large.")

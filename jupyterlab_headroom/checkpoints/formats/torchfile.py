"""Lists the tensors in a file written by `torch.save`, in the zip format or the legacy format.

zip: `<name>/data.pkl`, and one uncompressed entry `<name>/data/<key>` per storage.
legacy: five pickles in a row (magic number, version, system, the object, storage keys), followed by
the storages (torch/serialization.py, `_legacy_save`).
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.files.zipdirectory import check_directory
from jupyterlab_headroom.checkpoints.formats.pickled import Call, Global, Persistent, look, walk
from jupyterlab_headroom.checkpoints.formats.safetensors import MAX_HEADER_BYTES
from jupyterlab_headroom.checkpoints.formats.tensors import DTYPE_BITS, Tensor
from jupyterlab_headroom.checkpoints.problems import CheckpointError

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
#: The start of every legacy file: protocol 2, then the magic number as a LONG1.
LEGACY_START = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."

_STORAGES = {
    "DoubleStorage": "F64",
    "FloatStorage": "F32",
    "HalfStorage": "F16",
    "BFloat16Storage": "BF16",
    "LongStorage": "I64",
    "IntStorage": "I32",
    "ShortStorage": "I16",
    "CharStorage": "I8",
    "ByteStorage": "U8",
    "BoolStorage": "BOOL",
    "ComplexFloatStorage": "C64",
    "QInt8Storage": "I8",
    "QUInt8Storage": "U8",
    "QInt32Storage": "I32",
}
#: Dtypes without a storage class of their own; the tensor's arguments name them instead.
_DTYPES = {
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "float8_e4m3fnuz": "F8_E4M3FNUZ",
    "float8_e5m2fnuz": "F8_E5M2FNUZ",
    "float8_e8m0fnu": "F8_E8M0",
    "uint16": "U16",
    "uint32": "U32",
    "uint64": "U64",
}


def read_zip_tensors(file: BinaryIO, size: int, budget: Budget) -> list[Tensor]:
    """Return the tensors of a zip file written by `torch.save`; raises `CheckpointError`."""
    check_directory(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            entry = _pickle_entry(archive)
            with archive.open(entry) as stream:
                content = stream.read(MAX_HEADER_BYTES + 1)
    except CheckpointError:
        raise
    # zipfile raises many kinds of errors for a damaged file, including EOFError and struct.error.
    except Exception:  # noqa: BLE001
        raise CheckpointError("torn", "The zip file is damaged or cut off.") from None
    return list(_tensors(look(io.BytesIO(content), budget)))


def read_legacy_tensors(file: BinaryIO, size: int, budget: Budget) -> list[Tensor]:
    """Return the tensors of a file in the format before torch 1.6; raises `CheckpointError`."""
    stream = io.BytesIO(file.read(min(size, MAX_HEADER_BYTES)))
    magic, _, _ = (look(stream, budget) for _ in range(3))
    if magic != LEGACY_MAGIC:
        raise CheckpointError("not-a-model", "The file was not written by torch.save.")
    tensors = list(_tensors(look(stream, budget)))
    look(stream, budget)  # the keys of the storages
    # Each storage is its number of elements in 8 bytes, then its data.
    stored = sum(8 + tensor.bytes for tensor in tensors if not tensor.is_tied)
    if stream.tell() + stored > size:
        raise CheckpointError("torn", "The file is cut off: its tensors need more bytes.")
    return tensors


def _pickle_entry(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    for entry in archive.infolist():
        if entry.filename.count("/") == 1 and entry.filename.endswith("/data.pkl"):
            # torch never compresses, and a compressed entry could unpack to any size.
            if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > MAX_HEADER_BYTES:
                raise CheckpointError("header-too-large", "The file's pickle is too large.")
            return entry
    raise CheckpointError("not-a-model", "The zip file was not written by torch.save.")


def _tensors(value: object) -> Iterator[Tensor]:
    """Yield every tensor; one that shares its storage with an earlier one is marked as tied."""
    seen: set[str] = set()
    for name, call in walk(value):
        arguments = call.arguments
        if not (isinstance(arguments, tuple) and arguments):
            continue
        storage = arguments[0]
        if isinstance(storage, Persistent):
            tensor = _tensor(name, call, storage.value)
            if tensor is None:
                continue
            key, found = tensor
            if key not in seen:
                seen.add(key)
                yield found
            else:
                own = math.prod(found.shape) if found.shape else found.parameters
                yield found._replace(bytes=0, parameters=own, is_tied=True)


def _tensor(name: str, call: Call, storage: object) -> tuple[str, Tensor] | None:
    """Return the storage's key and the tensor, or `None` if `call` does not create a tensor."""
    if not (isinstance(storage, tuple) and len(storage) >= 5 and storage[0] == "storage"):
        return None
    _, kind, key, _, elements = storage[:5]
    if not (isinstance(kind, Global) and isinstance(key, str) and isinstance(elements, int)):
        return None
    if not 0 <= elements < 2**63:
        raise CheckpointError("not-a-model", "The file names a storage of impossible size.")
    dtype, bits = _dtype(kind, call)
    untyped = kind.name == "UntypedStorage"
    size = elements if untyped else elements * bits // 8
    parameters = size * 8 // bits if untyped else elements
    return key, Tensor(name, dtype, _shape(call, parameters), parameters, size)


def _dtype(kind: Global, call: Call) -> tuple[str, int]:
    dtype = _STORAGES.get(kind.name)
    if dtype is None and isinstance(call.arguments, tuple):
        named = [_DTYPES.get(g.name) for g in call.arguments if isinstance(g, Global)]
        dtype = next((d for d in named if d is not None), "U8")
    return (dtype, DTYPE_BITS[dtype]) if dtype else ("U8", 8)


def _shape(call: Call, parameters: int) -> tuple[int, ...]:
    """Return the size argument of `_rebuild_tensor_v2(storage, offset, size, ...)`.

    Empty if the call has no valid size.
    """
    size = call.arguments[2] if isinstance(call.arguments, tuple) and call.arguments[3:] else ()
    if not (isinstance(size, tuple) and 0 < len(size) <= 32):
        return ()
    if not all(type(n) is int and 0 <= n <= parameters for n in size):
        return ()
    return size if math.prod(size) <= parameters else ()

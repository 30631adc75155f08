"""Guesses the size of a model from its name. A last resort, only good for a soft warning."""

from __future__ import annotations

import re

from jupyterlab_headroom.nouns.checkpoints import TensorGroup

_NUMBER = r"(\d+(?:\.\d+)?)"
#: Not inside a word, a version ("Llama-3.1-8B" is 8 B) or a number.
_START = r"(?<![A-Za-z0-9.])"
_END = r"(?![A-Za-z0-9])"
#: "30B-A3B": 30 billion in memory, 3 billion of them active per token.
_ACTIVE = re.compile(_START + _NUMBER + r"b[-_]?a" + _NUMBER + r"b" + _END, re.IGNORECASE)
#: "8x7B": the experts share attention, so it is less than the product.
_EXPERTS = re.compile(_START + r"(\d{1,3})x" + _NUMBER + r"b" + _END, re.IGNORECASE)
_SHARED = 0.83
#: "E4B" is the effective number; about twice as many are resident (Gemma 3n).
_EFFECTIVE = re.compile(_START + r"e" + _NUMBER + r"b" + _END, re.IGNORECASE)
_BILLIONS = re.compile(_START + _NUMBER + r"b" + _END, re.IGNORECASE)
_MILLIONS = re.compile(_START + _NUMBER + r"m" + _END, re.IGNORECASE)
MAX_PARAMETERS = 10**13

#: (pattern in the name, dtype of the file, bits per parameter). The bits include scales and
#: unquantised parts.
_QUANTISED: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (re.compile(r"nvfp4", re.IGNORECASE), "F4", 4.5),
    (re.compile(r"mxfp4", re.IGNORECASE), "F4", 4.25),
    (re.compile(r"(?<![A-Za-z0-9])fp8(?![A-Za-z0-9])", re.IGNORECASE), "F8_E4M3", 8.0),
    (re.compile(r"(?<![A-Za-z0-9])(?:8-?bit|int8|w8a\d+)", re.IGNORECASE), "I8", 8.2),
    (re.compile(r"bnb-4-?bit", re.IGNORECASE), "U8", 4.5),
    (re.compile(r"gptq|awq|int4|w4a16|4-?bit", re.IGNORECASE), "I32", 4.5),
    (re.compile(r"(?<![A-Za-z0-9])i?q2(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q2_K", 2.9),
    (re.compile(r"(?<![A-Za-z0-9])i?q3(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q3_K", 3.9),
    (re.compile(r"(?<![A-Za-z0-9])i?q4(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q4_K", 4.9),
    (re.compile(r"(?<![A-Za-z0-9])q5(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q5_K", 5.7),
    (re.compile(r"(?<![A-Za-z0-9])q6(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q6_K", 6.6),
    (re.compile(r"(?<![A-Za-z0-9])q8(?:_\w+)?(?![A-Za-z0-9])", re.IGNORECASE), "Q8_0", 8.5),
)


def parameters_from_name(reference: str) -> int | None:
    """Return the number of parameters that a name states; `None` if it states none."""
    name = reference.rsplit("/", 1)[-1]
    if match := _ACTIVE.search(name):
        return _bounded(float(match[1]) * 1e9)
    if match := _EXPERTS.search(name):
        return _bounded(float(match[1]) * float(match[2]) * 1e9 * _SHARED)
    if match := _EFFECTIVE.search(name):
        return _bounded(float(match[1]) * 2e9)
    if match := _BILLIONS.search(name):
        return _bounded(float(match[1]) * 1e9)
    if match := _MILLIONS.search(name):
        return _bounded(float(match[1]) * 1e6)
    return None


def groups_from_name(reference: str) -> tuple[TensorGroup, ...]:
    """Return the likely content of the files: 16 bits per parameter unless the name says less."""
    parameters = parameters_from_name(reference)
    if parameters is None:
        return ()
    name = reference.rsplit("/", 1)[-1]
    for pattern, dtype, bits in _QUANTISED:
        if pattern.search(name):
            return (TensorGroup(dtype, parameters, int(parameters * bits / 8)),)
    return (TensorGroup("BF16", parameters, parameters * 2),)


def _bounded(parameters: float) -> int | None:
    return int(parameters) if 0 < parameters <= MAX_PARAMETERS else None

"""The ring buffer of the kernel log, read again and again, its lines given once."""

from __future__ import annotations

import errno
import os

from jupyterlab_headroom.cadence.evidence import RING_PAUSE_SECONDS
from jupyterlab_headroom.sources.kmsg.readers import RingFollower


def lines(first: int, last: int) -> bytes:
    numbers = range(first, last + 1)
    return b"".join(b"<6>[%5d.000000] eth0: link is up again, once more\n" % n for n in numbers)


class Ring:
    """A buffer, a clock that is set by hand, and a count of the looks."""

    def __init__(self, text: bytes | None) -> None:
        self.text, self.now, self.looks = text, 0.0, 0
        self.follower = RingFollower(lambda: self.now, self.copy)

    def copy(self) -> bytes:
        self.looks += 1
        if self.text is None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        return self.text

    def later(self) -> list[str]:
        self.now += RING_PAUSE_SECONDS
        return list(self.follower.read().lines)


def text(first: int, last: int) -> list[str]:
    return lines(first, last).decode().splitlines()


def test_each_line_is_given_once() -> None:
    ring = Ring(lines(1, 100))
    assert ring.later() == text(1, 100)
    assert ring.later() == []
    ring.text = lines(1, 103)
    assert ring.later() == text(101, 103)


def test_a_ring_that_overwrites_its_beginning() -> None:
    ring = Ring(lines(1, 100))
    ring.later()
    ring.text = lines(51, 150)
    assert ring.later() == text(101, 150)
    ring.text = lines(900, 950)  # nothing of what was known is left
    assert ring.later() == text(900, 950)


def test_a_ring_that_was_cleared() -> None:
    ring = Ring(lines(1, 100))
    ring.later()
    ring.text = b""
    assert ring.later() == []
    ring.text = lines(101, 102)
    assert ring.later() == text(101, 102)


def test_it_is_not_read_at_every_turn() -> None:
    ring = Ring(lines(1, 3))
    ring.follower.read()
    ring.text = lines(1, 4)
    for _ in range(9):
        ring.now += RING_PAUSE_SECONDS / 10
        assert ring.follower.read().lines == ()
    assert ring.looks == 1
    ring.now += RING_PAUSE_SECONDS / 5
    assert list(ring.follower.read().lines) == text(4, 4)


def test_a_refusal_is_told_until_it_is_over() -> None:
    ring = Ring(None)
    assert ring.follower.read().refused == os.strerror(errno.EPERM)
    assert ring.follower.read().refused == os.strerror(errno.EPERM)
    assert ring.looks == 1
    ring.text = lines(1, 2)
    assert ring.later() == text(1, 2)
    assert ring.follower.read().refused is None

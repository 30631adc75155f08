"""Which server, which boot, which container."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.sources.cgroup.server_life import begin_life

CONTAINER = "ab" * 32


def test_every_start_is_another_life() -> None:
    assert begin_life().id != begin_life().id


def test_boot_container_and_start(tmp_path: Path) -> None:
    random = tmp_path / "sys" / "kernel" / "random"
    random.mkdir(parents=True)
    (random / "boot_id").write_text("0c1d2e3f-aaaa-bbbb-cccc-0123456789ab\n")
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "cgroup").write_text(f"0::/docker/{CONTAINER}\n")
    life = begin_life(tmp_path, wall_clock=lambda: 1e9, clock=lambda: 5.0)
    assert life.boot_id == "0c1d2e3f-aaaa-bbbb-cccc-0123456789ab"
    assert life.container_id == CONTAINER
    assert (life.started_seconds, life.started_monotonic_seconds) == (1e9, 5.0)


def test_what_cannot_be_read_is_not_known(tmp_path: Path) -> None:
    life = begin_life(tmp_path)
    assert (life.boot_id, life.container_id) == (None, None)

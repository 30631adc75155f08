"""Path shapes of the tools that make control groups."""

from __future__ import annotations

from typing import get_args

import pytest

from jupyterlab_headroom.nouns.memory import LimitManager
from jupyterlab_headroom.sources.cgroup.managers import (
    _GROUPS,
    _MOUNTS,
    guess_container,
    guess_manager,
)

ID = "ab" * 32
POD = "0a1b2c3d_1111_2222_3333_444455556666"


@pytest.mark.parametrize(
    ("path", "manager"),
    [
        (f"/docker/{ID}", "docker"),
        (f"/system.slice/docker-{ID}.scope", "docker"),
        (f"/kubepods/burstable/pod{POD.replace('_', '-')}/{ID}", "kubernetes"),
        (
            f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{POD}.slice"
            f"/cri-containerd-{ID}.scope",
            "kubernetes",
        ),
        (f"/kubelet.slice/crio-{ID}.scope", "kubernetes"),
        (f"/machine.slice/libpod-{ID}.scope", "podman"),
        ("/slurm/uid_1000/job_1/step_0", "slurm"),
        ("/system.slice/slurmstepd.scope/job_1/step_0/user/task_0", "slurm"),
        ("/user.slice/user-1000.slice/session-2.scope", "systemd"),
        ("/system.slice/jupyter-anna-singleuser.service", "systemd"),
        ("/lxc/box", "lxc"),
        ("/lxc.payload.box", "lxc"),
        ("/", None),
        ("/my/own/group", None),
        ("/docker", None),
        (None, None),
    ],
)
def test_manager_of_a_path(path: str | None, manager: str | None) -> None:
    assert guess_manager(path) == manager


@pytest.mark.parametrize(
    ("mount", "manager"),
    [
        (f"/var/lib/docker/containers/{ID}/resolv.conf /etc/resolv.conf rw", "docker"),
        (f"/overlay-containers/{ID}/userdata/hosts /etc/hosts rw", "podman"),
        (f"/kubelet/pods/{POD.replace('_', '-')}/etc-hosts /etc/hosts rw", "kubernetes"),
        ("/ /run/secrets/kubernetes.io/serviceaccount ro", "kubernetes"),
        ("/proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw", "lxc"),
        ("/ / rw - ext4 /dev/sda1 rw", None),
    ],
)
def test_manager_of_a_container(mount: str, manager: str | None) -> None:
    assert guess_container(f"1 0 0:1 {mount}\n") == manager


def test_every_manager_can_be_found_and_no_other() -> None:
    found = {name for name, _ in (*_GROUPS, *_MOUNTS)}
    assert found == set(get_args(LimitManager))

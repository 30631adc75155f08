"""Guesses what created a control group from the form of its path."""

from __future__ import annotations

import re

from jupyterlab_headroom.nouns.memory import LimitManager

_Shapes = tuple[tuple[LimitManager, re.Pattern[str]], ...]

#: First match wins: a Kubernetes pod may run under Docker, and all of them under systemd.
#: containerd and CRI-O have no entry of their own, because their groups belong to pods.
_GROUPS: _Shapes = (
    ("kubernetes", re.compile(r"/kubepods|/kubelet|/cri-containerd-|/crio-|/pod[0-9a-f]{8}[-_]")),
    ("slurm", re.compile(r"/slurm(stepd)?(\.scope|_[^/]*)?(/|$)|/job_\d+(/|$)")),
    ("podman", re.compile(r"/libpod[-_]|/podman-")),
    ("docker", re.compile(r"/docker/[0-9a-f]{12,64}|/docker-[0-9a-f]{12,64}\.scope")),
    ("lxc", re.compile(r"/lxc(\.payload|\.monitor)?[./]")),
    ("systemd", re.compile(r"\.(slice|scope|service)(/|$)")),
)
#: Inside a control group namespace the path is just "/", but the mounts still give it away.
_MOUNTS: _Shapes = (
    ("kubernetes", re.compile(r"/pods/[0-9a-f-]{36}/| /(var/)?run/secrets/kubernetes\.io/")),
    ("podman", re.compile(r"/overlay-containers/[0-9a-f]{64}/")),
    ("docker", re.compile(r"/containers/[0-9a-f]{64}/(resolv\.conf|hostname|hosts)")),
    ("lxc", re.compile(r" lxcfs ")),
)


def guess_manager(path: str | None) -> LimitManager | None:
    """Return "docker", "kubernetes", ... for a group path; `None` if it matches none of them."""
    return _first(_GROUPS, path)


def guess_container(mountinfo: str | None) -> LimitManager | None:
    """Return what created the container that has this mount table; `None` outside a container."""
    return _first(_MOUNTS, mountinfo)


def _first(shapes: _Shapes, text: str | None) -> LimitManager | None:
    return next((name for name, shape in shapes if text and shape.search(text)), None)

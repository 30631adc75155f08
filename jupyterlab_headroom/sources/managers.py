"""Who made a control group: guessed from the shapes their tools give to paths."""

from __future__ import annotations

import re

#: First match wins: a Kubernetes pod may run under Docker, and all of them under systemd.
_SHAPES = (
    (
        "kubernetes",
        re.compile(r"/kubepods[./-]|/kubelet|/cri-containerd-|/crio-|/pod[0-9a-f]{8}[-_]"),
    ),
    ("slurm", re.compile(r"/slurm(stepd)?(\.scope|_[^/]*)?/|/job_\d+(/|$)")),
    ("podman", re.compile(r"/libpod[-_]|/podman-")),
    ("docker", re.compile(r"/docker/[0-9a-f]{12,64}|/docker-[0-9a-f]{12,64}\.scope")),
    ("lxc", re.compile(r"/lxc(\.payload|\.monitor)?[./]")),
    ("systemd", re.compile(r"\.(slice|scope|service)(/|$)")),
)


def guess_manager(path: str | None) -> str | None:
    """Return "docker", "kubernetes", ... for a group path; `None` when it does not tell."""
    for name, shape in _SHAPES:
        if path and shape.search(path):
            return name
    return None

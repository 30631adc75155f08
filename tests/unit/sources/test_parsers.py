"""The parsers of kernel files: real texts, odd ones, and anything at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.sources.cgroup.memcg import read_v1, read_v2
from jupyterlab_headroom.sources.cgroup.mounts import (
    below_mount,
    parse_mountinfo,
    parse_proc_cgroup,
)
from jupyterlab_headroom.sources.files import parse_counters, to_int
from jupyterlab_headroom.sources.proc.meminfo import machine_reading, parse_meminfo, parse_pressure
from jupyterlab_headroom.sources.proc.procfs import (
    Kin,
    parse_faults,
    parse_rollup,
    parse_stat,
    parse_statm,
    parse_status,
)
from tests.unit.trees import MIB, meminfo, stat, status

PRESSURE = (
    "some avg10=1.53 avg60=1.20 avg300=0.28 total=1088168\n"
    "full avg10=0.00 avg60=0.13 avg300=0.02 total=162219\n"
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0\n", 0),
        ("419430400\n", 419430400),
        *((odd, None) for odd in ("max\n", "", None, "-1", "1.5", "²", "1 2")),
    ],
)
def test_to_int(text: str | None, value: int | None) -> None:
    assert to_int(text) == value


def test_counters_skip_odd_lines() -> None:
    text = "anon 1\nfile 2\n\nodd\nneg -3\ntwo 4 5\n"
    assert parse_counters(text) == {"anon": 1, "file": 2}


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        (PRESSURE, 1.53),
        *((odd, None) for odd in ("some avg10=nan ", "some avg10=", "some", "\r", "", None)),
        *((odd, None) for odd in ("some avg10=101.00 avg60=1", "full avg10=3.00 avg60=1")),
    ],
)
def test_pressure(text: str | None, percent: float | None) -> None:
    assert parse_pressure(text) == percent


def test_old_linux_has_no_mem_available() -> None:
    text = "MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 5 kB\nCached: 30 kB\nShmem: 20 kB\n"
    reading = machine_reading(parse_meminfo(text), None)
    assert reading.available_bytes == (10 + 5 + 30 - 20) * 1024
    assert reading.swap_total_bytes is None


def test_meminfo_takes_what_is_needed_and_given_in_kb() -> None:
    text = "Active(file):   8 kB\nMemFree:    3\nSwapCached:  4 kB\nCached:  5 kB\nShmem: 6 kB\n"
    assert parse_meminfo(text) == {"Cached": 5120, "Shmem": 6144}


@pytest.mark.parametrize(
    "name",
    ["python3", "foo) Z ", "(sd-pam)", "a b", "tmux: server", ") S 1 1 1 (", "\n"],
)
def test_stat_with_hostile_names(name: str) -> None:
    assert parse_stat(stat(7, 3, group=5, session=4, name=name)) == Kin(3, 5, 4)


@pytest.mark.parametrize("text", [None, "", "7 (x", "7 (x) S", "7 (x) S a b c", "7 (x) S 1 2"])
def test_torn_stat_is_unknown(text: str | None) -> None:
    assert parse_stat(text) is None


def test_status_counts_what_cannot_be_dropped() -> None:
    memory = parse_status(status(100 * MIB, shmem=20 * MIB, file=400 * MIB))
    assert memory.held_bytes == 120 * MIB
    assert memory.file_bytes == 400 * MIB


def test_a_zombie_holds_an_unknown_amount() -> None:
    assert parse_status("Name:\tpython3\nState:\tZ (zombie)\nThreads:\t1\n").held_bytes is None


def test_a_name_cannot_pass_for_a_figure() -> None:
    assert parse_status("Name:\tRssAnon: 5 kB\n").anon_bytes is None


def test_statm_before_linux_4_5() -> None:
    memory = parse_statm("1000 500 100 1 0 300 0", 4096)
    assert (memory.held_bytes, memory.file_bytes) == (400 * 4096, 100 * 4096)
    assert parse_statm("1000 500", 4096).held_bytes is None


def test_rollup() -> None:
    text = "5600-7ffc ---p 00000000 00:00 0  [rollup]\nRss: 9 kB\nPss: 7 kB\nPss_Anon: 5 kB\n"
    shared = parse_rollup(text + "Pss_File: 1 kB\nPss_Shmem:       1 kB\n")
    assert shared is not None
    assert (shared.anon_bytes, shared.shmem_bytes) == (5120, 1024)
    assert parse_rollup("Rss: 9 kB\nPss: 7 kB\n") is None


def test_v1_reads_the_whole_subtree_and_knows_its_sentinel() -> None:
    files = {
        "g/memory.limit_in_bytes": "1000\n",
        "g/memory.stat": "inactive_file 1\ntotal_inactive_file 10\ntotal_active_file 5\n"
        "hierarchical_memory_limit 9223372036854771712\ntotal_shmem 7\ntotal_swap 3\n",
        "g/memory.usage_in_bytes": "100\n",
        "g/memory.max_usage_in_bytes": "200\n",
    }
    level = read_v1(files.get, "g", topmost=True)
    assert (level.used_bytes, level.shmem_bytes, level.peak_bytes) == (85, 7, 200)
    assert level.swap_used_bytes is None  # swap accounting is off: no memsw files


@pytest.mark.parametrize("topmost", [True, False])
def test_v1_writes_no_limit_as_a_large_number(topmost: bool) -> None:
    files = {"g/memory.limit_in_bytes": "9223372036854710272\n"}  # 64 KiB pages
    assert read_v1(files.get, "g", topmost=topmost).limit_bytes is None


def test_v1_swap_is_what_memsw_allows_beyond_memory() -> None:
    files = {
        "g/memory.stat": "total_swap 3\n",
        "g/memory.limit_in_bytes": "100\n",
        "g/memory.memsw.limit_in_bytes": "150\n",
        "g/memory.memsw.usage_in_bytes": "53\n",
    }
    level = read_v1(files.get, "g", topmost=False)
    assert (level.swap_used_bytes, level.swap_limit_bytes) == (3, 50)


def test_v2_max_and_missing_files() -> None:
    level = read_v2({"g/memory.max": "max\n", "g/memory.oom.group": "1\n"}.get, "g")
    assert level.limit_bytes is None
    assert level.oom_group is True
    assert level.used_bytes is level.peak_bytes is level.swap_used_bytes is None


@pytest.mark.parametrize(
    ("path", "root", "below"),
    [
        ("/a/b", "/", "/a/b"),
        ("/", "/", ""),
        ("/docker/x", "/docker/x", ""),
        ("/docker/x/y", "/docker/x", "/y"),
        ("/docker/xy", "/docker/x", ""),
        ("/../a", "/", ""),
    ],
)
def test_below_mount(path: str, root: str, below: str) -> None:
    assert below_mount(path, root) == below


def test_mount_points_with_spaces() -> None:
    [mount] = parse_mountinfo("1 2 0:1 / /my\\040cgroups rw - cgroup2 none rw\n")
    assert mount.mount_point == "/my cgroups"


def test_proc_cgroup_paths_may_hold_colons() -> None:
    text = "4:cpu,memory:/a:b\n1:name=systemd:/c\n0::/d (deleted)\n"
    paths = parse_proc_cgroup(text)
    assert (paths["memory"], paths["cpu"], paths[""]) == ("/a:b", "/a:b", "/d")


PARSERS: list[Callable[[str], object]] = [
    to_int,
    parse_counters,
    parse_meminfo,
    parse_pressure,
    parse_stat,
    parse_status,
    parse_rollup,
    parse_proc_cgroup,
    lambda text: list(parse_mountinfo(text)),
    lambda text: parse_statm(text, 4096),
    lambda text: read_v1(lambda _: text, "g", topmost=True),
    lambda text: read_v2(lambda _: text, "g"),
]
REAL = [meminfo(), PRESSURE, stat(1, 2), status(5), "4:memory:/a\n0::/\n", "9 8 7 6\n"]


@pytest.mark.parametrize("parse", PARSERS)
@given(
    text=st.one_of(
        st.text(),
        st.sampled_from(REAL).flatmap(
            lambda t: st.sampled_from([t[:cut] for cut in range(len(t))])
        ),
    )
)
def test_no_text_is_an_error(parse: Callable[[str], object], text: str) -> None:
    parse(text)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,20}", fullmatch=True), st.integers(0, 1 << 64)))
def test_counters_round_trip(counters: dict[str, int]) -> None:
    text = "".join(f"{name} {value}\n" for name, value in counters.items())
    assert parse_counters(text) == counters


names = st.text(st.characters(blacklist_characters="\0"), max_size=15)


@given(names, st.integers(0, 1 << 22), st.integers(0, 1 << 22), st.integers(0, 1 << 22))
def test_stat_round_trip(name: str, parent: int, group: int, session: int) -> None:
    kin = parse_stat(stat(1, parent, group=group, session=session, name=name))
    assert kin == Kin(parent, group, session)


def test_minor_faults() -> None:
    line = "7 (a) b) S 3 5 4 0 -1 4194304 1234 0 0 0 1 2 0 0 20 0 1 0 100 0 0"
    assert parse_faults(line) == 1234
    assert parse_faults("7 (python3) Z 3 5") is None
    assert parse_faults(None) is None

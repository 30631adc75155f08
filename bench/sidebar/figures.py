"""Turns measurements into the figures of the table of costs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from statistics import median
from typing import Any

from bench.common.environment import PEERS, ROOT, SOURCE, version_of, wheel
from bench.common.results import Figure, percentile, rounded
from bench.common.server import server
from bench.sidebar import memory, sizes
from bench.sidebar.load import FLOOR, SUBJECTS, Measured, Subject, measure
from bench.sidebar.options import Options

OURS = "jupyterlab-headroom"
Figures = dict[str, Figure]
#: Without HTTP headers, which are the server's rather than ours and have a figure of their own.
BYTES_BAR = 1024


def running(options: Options) -> Figures:
    """Watch servers with eight kernels."""
    measured: dict[str, Measured] = {}
    for subject in SUBJECTS:
        print(f"{subject.name}: eight kernels", flush=True)
        measured[subject.name] = measure(
            subject, options.port, options.watch_seconds, options.count
        )
    none = measured.pop("none")
    floor = measured.pop(FLOOR)
    samples = measured[OURS].figures["sample_ms"]
    return {
        "sample_cpu": Figure(
            rounded(median(samples)),
            "ms",
            0.5,
            note="median CPU of a sample as the server takes it, once a second",
        ),
        "sample_cpu_p95": Figure(rounded(percentile(samples, 95)), "ms"),
        "loop_delay_p99": _added(measured, none, 99, 2),
        "loop_delay_max": _added(measured, none, 100, 5),
        "loop_delay_p99_without": Figure(rounded(percentile(none.figures["late_ms"], 99)), "ms"),
        "loop_delay_max_without": Figure(rounded(max(none.figures["late_ms"])), "ms"),
        "server_cpu": _cpu(measured, none),
        "server_cpu_floor": Figure(
            rounded(floor.figures["cpu_percent"] - none.figures["cpu_percent"]),
            "% of a core",
            note="no extension; a page that is answered {} every 2 s",
        ),
        "answer_while_gil_held": _compared(
            {name: max(m.stuck_ms) if m.stuck_ms else None for name, m in measured.items()},
            "ms",
            50,
            "worst of five; 15000 is the time limit of the asker",
        ),
        **_traffic(measured),
    }


def _traffic(measured: Mapping[str, Measured]) -> Figures:
    """Return what an open page transfers over the network."""
    history, latest, _ = memory.hour()
    body = memory.poll_bytes(history, latest) / memory.POLL_SECONDS
    headers = _headers_per_second(measured[OURS])
    peers = _peers(measured)
    return {
        "bytes_per_second": Figure(
            rounded(body, 0),
            "B/s",
            BYTES_BAR,
            peers={n: rounded(_body_per_second(m), 0) for n, m in peers.items()},
            note="body, 8 kernels and 2 GPUs, every figure changing; peers as measured, no GPU",
        ),
        "bytes_per_second_with_headers": Figure(
            rounded(body + headers, 0),
            "B/s",
            peers={n: rounded(m.traffic.wire_bytes / m.seconds, 0) for n, m in peers.items()},
        ),
    }


def history(options: Options) -> Figures:
    """Keep an hour."""
    _, _, cost = memory.hour()
    return {
        "history_span": Figure(rounded(cost.seconds_held, 0), "s", 3599, "higher"),
        "history_memory": Figure(
            rounded(cost.bytes_held / 1e6), "MB", 8, note="8 kernels, 2 GPUs, an hour at 1 s"
        ),
        "history_reload_points": Figure(cost.points_for_a_page, "samples", 1, "higher"),
        "history_reload_size": Figure(rounded(cost.bytes_for_a_page / 1000, 0), "KB"),
    }


def downloads(options: Options) -> Figures:
    """Load pages of four JupyterLabs in turn, and measure the size of what they fetch."""
    with ExitStack() as stack:
        ports = {}
        pages = [subject for subject in SUBJECTS if subject.name != FLOOR]
        for number, subject in enumerate(pages, 1):
            front_ends = _front_ends(subject)
            running = server(
                f"page-{subject.name}",
                options.port + number,
                subject.extensions,
                front_ends=front_ends,
            )
            ports[subject.name] = stack.enter_context(running).port
        pairs = [f"{name}={port}" for name, port in ports.items()]
        seen = _node("bench/sidebar/startup.mjs", str(options.page_loads), *pairs)
    return {**_startup(seen["times"]), **_sizes(seen["downloads"])}


def chart(options: Options) -> Figures:
    """Draw frames in a real browser."""
    seen = _node("bench/sidebar/chart.mjs", str(SOURCE), str(options.frames))
    draws = [frame["drawMs"] for frame in seen["frames"]]
    whole = [sum(frame.values()) for frame in seen["frames"]]
    note = f"{seen['points']} samples, 8 kernels, 300 x 160 px"
    return {
        "chart_frame": Figure(rounded(median(draws)), "ms", 8, note=note),
        "chart_frame_p95": Figure(rounded(percentile(draws, 95)), "ms"),
        "chart_frame_with_data_and_raster": Figure(rounded(median(whole)), "ms"),
    }


def versions() -> dict[str, str]:
    """Return the versions that were compared."""
    return {name: version_of(name) for name in ("jupyterlab", OURS, *PEERS)}


PARTS: Mapping[str, Callable[[Options], Figures]] = {
    "chart": chart,
    "history": history,
    "downloads": downloads,
    "running": running,
}


def _peers(measured: Mapping[str, Measured]) -> dict[str, Measured]:
    return {name: value for name, value in measured.items() if name != OURS}


def _added(measured: Mapping[str, Measured], none: Measured, percent: float, bar: float) -> Figure:
    base = percentile(none.figures["late_ms"], percent)
    added = {n: percentile(m.figures["late_ms"], percent) - base for n, m in measured.items()}
    return _compared(added, "ms", bar, "over the server without any of them; may be negative")


def _cpu(measured: Mapping[str, Measured], none: Measured) -> Figure:
    base = none.figures["cpu_percent"]
    added = {name: m.figures["cpu_percent"] - base for name, m in measured.items()}
    return _compared(added, "% of a core", 0.5, "a page open; over the server without any of them")


def _compared(values: Mapping[str, float | None], unit: str, bar: float, note: str) -> Figure:
    peers = {name: rounded(value) for name, value in values.items() if name != OURS}
    return Figure(rounded(values[OURS]), unit, bar, peers=peers, note=note)


def _body_per_second(measured: Measured) -> float:
    return measured.traffic.body_bytes / measured.seconds


def _headers_per_second(measured: Measured) -> float:
    traffic = measured.traffic
    return (traffic.wire_bytes - traffic.body_bytes) / measured.seconds


def _front_ends(subject: Subject) -> list[str]:
    return [{OURS: OURS, **sizes.PEERS}[subject.name]] if subject.extensions else []


def _startup(times: Mapping[str, Sequence[float]]) -> Figures:
    medians = {name: median(values) for name, values in times.items()}
    base = medians.pop("none")
    added = {name: value - base for name, value in medians.items()}
    loads = len(times["none"])
    return {
        "startup": _compared(added, "ms", 50, f"median of {loads} loads each, in turn"),
        "startup_without": Figure(rounded(base, 0), "ms"),
    }


def _sizes(seen: Mapping[str, Sequence[str]]) -> Figures:
    scripts = {path.name: path for path in sizes.scripts_of(OURS)}
    first = [scripts[name] for name in seen["first"] if name in scripts]
    later = [
        scripts[name] for name in seen["later"] if name in scripts and name not in seen["first"]
    ]
    peers = {
        name: rounded(sizes.gzipped_kb(sizes.scripts_of(path)), 1)
        for name, path in sizes.PEERS.items()
    }
    return {
        "bundle_first": Figure(
            rounded(sizes.gzipped_kb(first), 1),
            "KB",
            60,
            peers=peers,
            note="gzipped, what JupyterLab waits for; peers: all their scripts",
        ),
        "bundle_later": Figure(
            rounded(sizes.gzipped_kb(later), 1), "KB", note="gzipped, fetched after the start"
        ),
        "bundle_all": Figure(rounded(sizes.gzipped_kb(list(scripts.values())), 1), "KB"),
        "wheel": Figure(rounded(wheel().stat().st_size / 1000, 0), "KB", 600),
    }


def _node(*command: str) -> Any:
    output = subprocess.run(
        ["node", *command], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return json.loads(output.splitlines()[-1])

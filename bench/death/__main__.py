"""Lets kernels die and writes bench/results/death.json. `--quick`: two of each kind."""

from __future__ import annotations

from bench.common.environment import enter

enter("bench.death")

import argparse  # noqa: E402 - below here we are in the environment of the benchmark
import os  # noqa: E402
from collections.abc import Sequence  # noqa: E402

from bench.common.environment import version_of  # noqa: E402
from bench.common.results import Figure, percentile, rounded, write  # noqa: E402
from bench.common.server import server  # noqa: E402
from bench.death.deaths import (  # noqa: E402
    Death,
    Kind,
    clean,
    install_kernel,
    one_death,
    two_pages,
)

KINDS: tuple[Kind, ...] = ("sigkill", "oom")
HEADROOM = "jupyterlab-headroom"


def figures(deaths: Sequence[Death]) -> dict[str, Figure]:
    """Compute the delays after the exit, for both kinds together and for each."""
    found = {}
    for name, chosen in {
        "": deaths,
        **{f"_{kind}": [d for d in deaths if d.kind == kind] for kind in KINDS},
    }.items():
        reports = [(d.report_s - d.exit_s) * 1000 for d in chosen if d.report_s]
        first = [(d.first_s - d.exit_s) * 1000 for d in chosen if d.first_s]
        ours = [(d.ours_s - d.exit_s) * 1000 for d in chosen if d.ours_s]
        stock = [(d.stock_s - d.exit_s) * 1000 for d in chosen if d.stock_s]
        bars: dict[str, tuple[float, float]] = {"report": (20, 100), "dialog": (300, 500)}
        # The dialog opens with the first report, and is filled in when the evidence is complete.
        bars["report_final"] = bars["report"]
        told = {"report": first, "report_final": reports, "dialog": ours}
        for what, values in told.items():
            peers = stock if what == "dialog" else []
            for percent, bar in zip((50, 95), bars[what], strict=True):
                found[f"{what}_p{percent}{name}"] = Figure(
                    rounded(percentile(values, percent), 1) if values else None,
                    "ms",
                    bar if not name else None,
                    peers={"JupyterLab": rounded(percentile(peers, percent), 0)} if peers else {},
                )
        found[f"deaths{name}"] = Figure(len(chosen), "deaths", 15 if name else None, "higher")
        found[f"dialogs_seen{name}"] = Figure(len(ours), "dialogs", len(chosen), "higher")
    teardown = [(d.exit_s - d.sent_s) * 1000 for d in deaths if d.sent_s]
    if teardown:
        found["teardown_p50_sigkill"] = Figure(rounded(percentile(teardown, 50), 1), "ms")
    found["most_dialogs_per_death"] = Figure(max(d.dialogs for d in deaths), "dialogs", 1)
    wrong = [d for d in deaths if (d.kind == "oom") != (d.cause or "").startswith("oom")]
    found["wrong_causes"] = Figure(len(wrong), "deaths", 0)
    return found


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(prog="bench/death/run.py", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--port", type=int, default=9726)
    parser.add_argument("--deaths", type=int, default=15, help="of each kind")
    arguments = parser.parse_args()
    count = 2 if arguments.quick else arguments.deaths
    load, deaths = os.getloadavg(), []
    try:
        with server(
            "death", arguments.port, ("jupyterlab_headroom",), front_ends=[HEADROOM]
        ) as running:
            install_kernel(running)
            with two_pages(arguments.port) as pages:
                for number in range(count):
                    for kind in KINDS:
                        death = one_death(running, pages, kind, number)
                        if death is not None:
                            print(_line(death), flush=True)
                            deaths.append(death)
    finally:
        clean()
    versions = {name: version_of(name) for name in ("jupyterlab", HEADROOM)}
    name = "death-quick" if arguments.quick else "death"
    print(write(name, figures(deaths), load, versions))


def _line(death: Death) -> str:
    def after(moment: float | None) -> str:
        return "-" if moment is None else f"{(moment - death.exit_s) * 1000:.0f} ms"

    return (
        f"{death.kind:<8} first {after(death.first_s):<8} final {after(death.report_s):<9} "
        f"ours {after(death.ours_s):<9} "
        f"stock {after(death.stock_s):<9} {death.cause} {death.names}"
    )


if __name__ == "__main__":
    main()

"""Settings for administrators: `c.HeadroomApp.<name>` in jupyter_server_config.py."""

from __future__ import annotations

from traitlets import Bool, Float
from traitlets.config import Configurable


class HeadroomConfig(Configurable):
    """Settings of the server extension, as a mixin for the extension application."""

    sample_interval = Float(
        1.0,
        min=0.1,
        max=60.0,
        help="""Seconds between two readings of memory. One reading takes well under a
        millisecond, so a longer interval saves little and misses short peaks.""",
    ).tag(config=True)

    history_seconds = Float(
        3600.0,
        min=60.0,
        max=86400.0,
        help="""How long readings are kept in memory, in seconds: the longest span the sidebar
        can show, also after the page is loaded again. Whatever it is set to, the curves take at
        most 8 MB: older readings lie further apart, and their peaks are kept.""",
    ).tag(config=True)

    prometheus_metrics = Bool(
        True,
        help="""Add gauges named headroom_... to the server's own /metrics. They are labelled
        by kernel id, and vanish with the kernel.""",
    ).tag(config=True)

    hub_lookups = Bool(
        False,
        help="""Ask the Hugging Face Hub for the size of a model that is not on this machine, before
        it is loaded. One request without a token, at most 2 seconds; it tells the Hub which model
        somebody is about to load. Paths are never sent, and a kernel that is set offline
        (HF_HUB_OFFLINE) is not asked about. HF_ENDPOINT of the kernel is honoured.""",
    ).tag(config=True)

"""How often to read the process table, which shows which processes belong to which kernel."""

from __future__ import annotations

#: Read the whole table this often even if no new pid shows up: lxcfs is late to report them.
FULL_LOOK_SECONDS = 5.0
#: The sampler accepts what the watch saw within this time. The watch looks at kernels with children
#: twice a second, so the sampler seldom has to look itself: with 10 kernels of 20 processes each,
#: its cost falls from 0.7 to 0.15 ms per second. For a new kernel it always looks.
SAMPLER_TREES_SECONDS = 0.5

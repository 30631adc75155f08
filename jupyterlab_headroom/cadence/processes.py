"""How often the process table is read, which tells the processes of each kernel."""

from __future__ import annotations

#: Even when no new pid shows, look at the whole table this often (lxcfs updates it late).
FULL_LOOK_SECONDS = 5.0
#: The sampler accepts a picture that the watch took so recently. A kernel with children is looked
#: at twice a second, so the sampler seldom looks itself: with 10 kernels of 20 processes each, that
#: takes its share from 0.7 to 0.15 ms a second. A new kernel is looked for all the same.
SAMPLER_TREES_SECONDS = 0.5

"""How long a death waits: for its evidence, for the restarter, for other deaths."""

from __future__ import annotations

#: The kernel log could be read 0.5 to 23 ms after a death; the journal is queried as well.
DEADLINE_SECONDS = 0.5
#: If only a counter shows that there were kills, kernels that died this close together are judged
#: together.
SETTLE_SECONDS = 0.15
#: How long to wait while another kernel of the group is still being taken down.
OTHER_VICTIM_SECONDS = 2.0
#: Linux logs a crash before it sends the signal, so there is little to wait for.
FAULT_SECONDS = 0.02
#: The restarter checks every 3 s; if it stays silent for this long, there is none.
RESTARTER_SECONDS = 8.0
#: Without a pidfd we may see the end before we hear that it was requested. The directory looks at
#: the kernels every second, the restarter every three.
REQUEST_NEWS_SECONDS = 2.5
#: An OOM kill that no kernel's death has explained within this time must have hit a worker process.
WORKER_SECONDS = 0.7
#: An OOM kill is attributed to a worker within a second; looking at the trees may add another.
VICTIM_SECONDS = 3.0
#: Pause between copies of the kernel's ring buffer, used where /dev/kmsg is refused. A case stays
#: open for half a second, which gives five copies instead of one every 10 ms.
RING_PAUSE_SECONDS = 0.1
#: A kernel active this recently may have caused the kill: we ask a tick and WORKER_SECONDS
#: later, and later still on a busy machine.
ACTIVE_SECONDS = 5.0

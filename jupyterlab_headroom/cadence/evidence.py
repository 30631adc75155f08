"""How long a death waits: for its evidence, for the restarter, for other deaths."""

from __future__ import annotations

#: The kernel log was readable 0.5 to 23 ms after the death; the journal is asked besides.
DEADLINE_SECONDS = 0.5
#: Kernels killed "together" are judged together, where only a counter tells.
SETTLE_SECONDS = 0.15
#: While another kernel of the group is being taken down.
ANOTHER_SECONDS = 2.0
#: Crashes are logged before the signal is sent: little to wait for.
FAULT_SECONDS = 0.02
#: The restarter looks every 3 s; silence for longer means that there is none.
RESTARTER_SECONDS = 8.0
#: Without a pidfd, a request for the end is waited for: the directory looks at the kernels every
#: second, the restarter every three.
HEARSAY_SECONDS = 2.5
#: OOM kills that no kernel's death explains by then are a worker's.
WORKER_SECONDS = 0.7
#: An OOM kill is put down to a worker within a second; the look at the trees adds another.
VICTIM_SECONDS = 3.0
#: Between copies of the kernel's ring buffer, where /dev/kmsg is refused. A case is open for half a
#: second: five looks, rather than one every 10 ms.
RING_PAUSE_SECONDS = 0.1
#: Whoever worked when it happened: a tick, and that wait, before it is asked; more when busy.
ACTIVE_SECONDS = 5.0

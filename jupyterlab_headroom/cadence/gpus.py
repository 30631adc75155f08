"""How often to look for GPUs, and for the processes that use them."""

from __future__ import annotations

#: Time between looks for a driver that is not there: it may be loaded later.
ABSENT_SECONDS = 30.0
#: Time between listings of the open files of a process: libraries keep a GPU device open.
DEVICE_FILES_SECONDS = 2.0
#: A kernel may have used CUDA for this long before we notice, so its share of a GPU is measured
#: against what the GPU held before that.
NOTICE_SECONDS = 5.0

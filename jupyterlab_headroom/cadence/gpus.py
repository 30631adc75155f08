"""How often GPUs and their users are looked for."""

from __future__ import annotations

#: Without a driver, look this seldom: it may be loaded later.
ABSENT_SECONDS = 30.0
#: The open files of a process are listed this seldom: libraries open the device once, and keep it.
DEVICE_FILES_SECONDS = 2.0
#: A kernel may use CUDA for this long before we notice; what the GPU held before counts.
NOTICE_SECONDS = 5.0

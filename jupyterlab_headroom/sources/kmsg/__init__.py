"""The Linux kernel's log, and what it says about dead processes."""

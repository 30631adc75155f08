"""The log of the Linux kernel, and what it says about dead processes."""

"""Processes and the machine, as read from /proc."""

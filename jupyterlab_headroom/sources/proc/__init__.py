"""Processes and the machine, by the files of /proc."""

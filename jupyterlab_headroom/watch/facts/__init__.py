"""Gathers the facts of a death while the processes live, and when one ends."""

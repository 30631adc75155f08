"""Readers of operating system data. Root paths and clocks are passed in; no Jupyter."""

"""Readers of what the operating system tells. A root path is passed in; no Jupyter, no clock."""

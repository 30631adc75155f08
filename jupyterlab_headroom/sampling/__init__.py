"""Reads memory at a pace, and keeps what was read."""

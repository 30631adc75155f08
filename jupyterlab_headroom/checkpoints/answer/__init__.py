"""Puts an answer about one model together."""

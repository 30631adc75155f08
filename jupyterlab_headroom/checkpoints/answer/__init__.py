"""Puts together the answer about one model."""

"""Samples memory at regular intervals, and keeps a history of the samples."""

"""Finds out why a kernel died: notices the death, collects evidence, concludes and reports."""

"""Supervised helper processes, for work that may hang, crash or use too much memory."""

"""Supervised helper processes: for work that may hang, crash or outgrow its memory."""

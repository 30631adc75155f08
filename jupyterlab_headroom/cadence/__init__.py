"""When to read what next: all time policy, as constants with their reasons and pure functions."""

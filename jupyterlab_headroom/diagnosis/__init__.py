"""Turns the facts about a death into a cause, its evidence and a report. Pure: no clock, no I/O."""

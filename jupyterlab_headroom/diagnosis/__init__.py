"""From facts to a cause, its evidence and the report. Pure: no clock and no I/O."""

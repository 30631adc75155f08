"""One file per family of causes. Pure: facts in, verdict out, no clock and no I/O."""

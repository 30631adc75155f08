"""The memory of this machine, read together: groups, process trees, and what is available."""

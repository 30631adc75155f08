"""Memory of this machine in one look: groups, process trees, and what is left of all."""

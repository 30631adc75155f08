"""The kernels of this server: who they are, and what can be done with them."""

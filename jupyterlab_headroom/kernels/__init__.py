"""The kernels of this server: which there are, and what can be done to them."""

"""GPUs: the vendors' drivers, and which process uses how much VRAM."""

"""GPUs: their vendors' drivers, and who holds how much VRAM."""

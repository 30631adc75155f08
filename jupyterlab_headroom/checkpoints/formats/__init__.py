"""Readers for weight files, one module per format: they turn a header into tensors."""

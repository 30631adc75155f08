"""One format of weights a file: header in, tensors out."""

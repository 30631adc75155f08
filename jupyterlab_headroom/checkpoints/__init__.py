"""What a model's files say about its size, from their headers alone: no torch, no unpickling."""

"""Benchmarks that anyone can repeat; their results are in bench/results."""

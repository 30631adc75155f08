"""Benchmarks that anybody can repeat; their results lie in bench/results."""

"""Finds a model: on disk, in a cache, on the Hub, or else by its name alone."""

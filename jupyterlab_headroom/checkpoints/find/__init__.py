"""Where a model is: on disk, in a cache, on the Hub, or only in its name."""

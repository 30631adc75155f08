"""How fresh an answer has to be when a client asks for values of this very moment."""

from __future__ import annotations

#: A younger sample is reused, which also limits the load when many pages ask at once.
MAX_SAMPLE_AGE_SECONDS = 0.1
#: The client allows a second for the whole request; past this, older values are better than none.
REFRESH_LIMIT_SECONDS = 0.4

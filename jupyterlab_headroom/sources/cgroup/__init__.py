"""Control groups: where they are, how much memory they use, and who created them."""

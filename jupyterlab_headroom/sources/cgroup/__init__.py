"""Control groups: where they are, what they hold, and who made them."""

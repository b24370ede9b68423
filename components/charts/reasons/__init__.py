"""Charts of why a figure moved, and of what goes with it."""

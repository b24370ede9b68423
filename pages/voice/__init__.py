"""Voice: what customers write, by theme, and the comments themselves."""

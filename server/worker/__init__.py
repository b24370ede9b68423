"""A worker process: who is connected, whose turn it is, and what is refused before it is read."""

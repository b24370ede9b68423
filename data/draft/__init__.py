"""A mapping drafted of unknown files: read, understood, written with its evidence."""

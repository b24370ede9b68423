"""A mapping as a form, and the text that comes of it."""

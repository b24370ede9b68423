"""A mapping as a form: what can be typed, and the text that comes of it."""

"""Views as mail: text and HTML."""

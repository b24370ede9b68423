"""Commands of `app.py` that have more to say than a line or two."""

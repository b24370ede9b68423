"""What comments are about: a dictionary of themes in five languages, and suggestions for it."""

"""The sections of the form of a mapping."""

"""Rules of a mapping that make cases of customers."""

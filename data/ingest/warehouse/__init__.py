"""Companies whose rows stay in a database of their own: the load, and how it is asked."""

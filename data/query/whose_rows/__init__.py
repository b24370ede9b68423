"""Whose rows they are: of how many customers, and of which, for what is shown of them."""

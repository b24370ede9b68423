"""Loads of companies whose rows stay in a database of their own."""

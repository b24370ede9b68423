"""Rows of before and newer ones: the same or not, and what becomes of them."""

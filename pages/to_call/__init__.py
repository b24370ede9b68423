"""Whom to call today: customers by what is at stake, and the cases that are made of them."""

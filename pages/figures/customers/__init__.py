"""Whose the rows behind figures are: how many customers, and which have several rows."""

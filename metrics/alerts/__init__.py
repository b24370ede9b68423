"""Alerts: whether a figure really changed, and how rarely that is said where it did not."""

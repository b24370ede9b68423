"""Alerts: made, changed, listed."""

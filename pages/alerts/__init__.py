"""Alerts: the whole periods of a figure, and what they have to say."""

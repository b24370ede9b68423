"""Alerts: which figure is watched for whom, and what was told of it."""

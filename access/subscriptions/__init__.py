"""Subscriptions: who gets which view by mail, and when."""

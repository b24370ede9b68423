"""Columns of dates: how they are written, and which readings they leave open."""

from detection.dates.choice import date_choice
from detection.dates.reading import DateReading
from detection.dates.unread import unread_dates

__all__ = ["DateReading", "date_choice", "unread_dates"]

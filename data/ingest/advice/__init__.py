"""Advice: what usually mends the rows that were rejected for a reason."""

from __future__ import annotations

from collections.abc import Callable

from data.ingest.advice import dates, metrics, numbers, repeats, scores, yes_no
from data.ingest.advice.case import Case
from data.ingest.files.csv.repair import NOT_CLOSED, WRONG_WIDTH

__all__ = ["Case", "mend"]

# How a reason ends -> what mends it.
_ADVICE: dict[str, Callable[[Case], str]] = {
    "date not understood": dates.not_understood,
    "date in the future": dates.in_the_future,
    "date before 1900": dates.before_1900,
    "not yes or no": yes_no.mend,
    "not a number": numbers.mend,
    "score outside the scale": scores.outside,
    "NPS score not a whole number": scores.not_whole,
    "metric not known": metrics.mend,
}


def mend(case: Case) -> str:
    """Sentences on what to change, after a space; empty where there is nothing to say."""
    if case.reason.startswith("duplicate"):
        said = repeats.mend(case)
    elif case.reason == WRONG_WIDTH:
        said = "Check the delimiter of the source."
    elif case.reason == NOT_CLOSED:
        said = 'Export the file anew: a quote inside a quoted field must be doubled ("").'
    elif case.reason == "no response_id":
        said = "No ids? Leave response_id out of the mapping, and rows are numbered."
    else:
        advice = next((a for end, a in _ADVICE.items() if case.reason.endswith(end)), None)
        said = advice(case) if advice and case.values else ""
    return f" {said}" if said else ""

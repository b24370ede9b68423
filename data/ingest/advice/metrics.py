"""Texts that name no metric."""

from __future__ import annotations

from difflib import get_close_matches

from data.errors import nearest
from data.ingest.advice.case import Case, quoted
from metrics.series import FEEDBACK_METRICS

_SHOWN = 5


def mend(case: Case) -> str:
    """The nearest metric, and a value map."""
    shown = list(case.values)[:_SHOWN]
    meant = {text: get_close_matches(text, FEEDBACK_METRICS, n=1) for text in shown}
    values = case.means({t: quoted(near[0]) if near else "..." for t, near in meant.items()})
    return f"{nearest(shown[0], FEEDBACK_METRICS)} Say what the texts mean: {values}."

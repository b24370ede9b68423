"""Scores that cannot be on their scale."""

from __future__ import annotations

from data.ingest.advice.case import Case
from data.mapping.model import Question

_FEW = 3  # different values: more are rather answers on another scale than codes


def outside(case: Case) -> str:
    """Codes for "no answer", or another scale."""
    codes = sorted(case.values, key=float)
    no_answer = f'A code that means "no answer" goes into {case.blank(*codes[:_FEW])}.'
    if isinstance(case.mapped, Question):
        stated = f"scale = [low, high] in the question of '{case.column}'"
    else:
        stated = "scale_min and scale_max, or the scale of the metric"
    if case.scale == "0 to 10":
        stated += "; of NPS there is no other, 'rating' is the metric for it"
    if len(codes) <= _FEW:
        return f"{no_answer} If another scale was asked, state it: {stated}."
    return (
        f"They go from {codes[0]} to {codes[-1]}: if another scale than {case.scale} was asked, "
        f"state it: {stated}. {no_answer}"
    )


def not_whole(case: Case) -> str:
    """Means, or another scale."""
    return (
        "NPS is counted from single answers, whole numbers from 0 to 10. Map these rather than "
        "means of several; for another scale there is the metric 'rating'."
    )

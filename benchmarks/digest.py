"""The numbers of one view as both sides have them, to show that they did the same work."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from benchmarks.plain import Question, Side
from data.grains import buckets
from data.scope import Span

# The trend is a sparkline with its comparison.
_KINDS = {
    "cards": "cards",
    "sparklines": "period",
    "trend": "period",
    "distribution": "distribution",
}
Key = tuple[str, ...]  # panel, side, metric, place
Numbers = dict[Key, tuple[int, float | None]]  # n, and the value unless it is hidden


def of_page(page: dict[str, Any]) -> Numbers:
    """The numbers that the dashboard's overview shows."""
    found: Numbers = {}
    for name, panel in page["panels"].items():
        kind = "touchpoint" if name.endswith("_by_touchpoint") else _KINDS.get(name)
        if kind is None:
            continue
        for row in panel["rows"]:
            if kind == "distribution":
                if row["metric"] == "nps" and row["answers"]:
                    found[kind, "now", "nps", f"{row['score']:g}"] = (row["answers"], None)
                continue
            place = row.get("period") or row.get("touchpoint") or ""
            for side, figures in (("now", row), ("base", row["comparison"])):
                if figures["n"]:
                    found[kind, side, row["metric"], place] = (figures["n"], figures["value"])
    return found


def of_plain(now: Side, base: Side, question: Question) -> Numbers:
    """The same numbers from the plain frames."""
    ours, theirs = (buckets(Span(*span), question.grain) for span in (question.now, question.base))
    beside = dict(zip(theirs, ours, strict=False))
    found: Numbers = {}
    for side, numbers in (("now", now), ("base", base)):
        for (metric,), n, value in _rows(numbers.cards, "mean"):
            found["cards", side, metric, ""] = (n, value)
        for (metric,), n, value in _rows(numbers.cards, "mean_score"):
            if metric != "nps":
                found["cards", side, f"{metric}_mean", ""] = (n, value)
        for (metric, day), n, value in _rows(numbers.trend):
            period: date | None = day.date() if side == "now" else beside.get(day.date())
            if period is not None:
                found["period", side, metric, period.isoformat()] = (n, value)
        for (metric, touchpoint), n, value in _rows(numbers.touchpoints):
            if metric != "nps":
                found["touchpoint", side, metric, touchpoint] = (n, value)
    for score, n in now.scores.items():
        found["distribution", "now", "nps", f"{score:g}"] = (int(n), None)
    return found


def differences(page: Numbers, plain: Numbers) -> list[str]:
    """What the dashboard shows otherwise than the plain numbers; empty where it agrees.

    Of cells that only exist before, it shows no row: those are not looked for.
    """
    wrong = []
    for key in page.keys() | {key for key in plain if key[1] == "now"}:
        (n, value), (plain_n, plain_value) = page.get(key, (0, None)), plain.get(key, (0, None))
        close = (
            value is None or plain_value is None or math.isclose(value, plain_value, abs_tol=1e-6)
        )
        hidden_distribution = key[0] == "distribution" and n == 0 and plain_n < 10
        if (n != plain_n and not hidden_distribution) or not close:
            wrong.append(f"{key}: {n}, {value} instead of {plain_n}, {plain_value}")
    return wrong


def _rows(frame: pd.DataFrame, column: str = "mean") -> Iterator[tuple[Any, int, float]]:
    """Labels, n and value of each row that has answers."""
    shown = frame[frame["answers"] > 0]
    labels = [label if isinstance(label, tuple) else (label,) for label in shown.index]
    yield from zip(labels, shown["answers"].tolist(), shown[column].tolist(), strict=True)

"""The newest months of an agent's own figure, each beside the one before, and their streak."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.grains import DAY, add_months, buckets, next_start
from data.scope import Span
from metrics.definitions import MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from metrics.inference.streak import Streak, streak
from pages.figures.comparison import PERIOD
from pages.figures.read import read
from pages.figures.series import Subject
from pages.my_work.own import Own
from pages.my_work.words import OF_MONTHS, streak_words
from pages.panel import Kind, Panel
from view.state import View

MOST = 12  # months


def months_panel(own: Own, view: View, subject: Subject) -> Panel | None:
    """The subject in the newest months of the view; None where there are not two of them.

    All changes are one family. Where neither direction is better there is no streak.
    """
    rows = _rows(own, view, subject)
    if rows is None:
        return None
    metric = subject.metric
    return Panel(
        key="months",
        kind=Kind.FIGURES,
        title=f"{metric.short} month by month",
        subtitle=streak_words(streak_of(rows, metric), metric),
        frame=rows.iloc[::-1].reset_index(drop=True),
        metric=metric.key,
        currency=own.catalog.currency,
        grain="month",
        note=OF_MONTHS,
    )


def streak_of(rows: pd.DataFrame, metric: MetricDefinition) -> Streak | None:
    """The streak of months, oldest first; None where neither direction is better."""
    if metric.higher_is_better is None:
        return None
    changes, verdicts = rows["change"].tolist(), rows["verdict"].tolist()
    return streak(changes, verdicts, higher_is_better=metric.higher_is_better)


def _rows(own: Own, view: View, subject: Subject) -> pd.DataFrame | None:
    """A row a month, oldest first, compared with the month before, as one family."""
    metric, found = subject.metric, []
    for start in buckets(view.span, "month")[-MOST:]:
        span = Span(start, next_start(start, "month") - DAY)
        if add_months(start, -1) < own.catalog.first_day:
            continue
        asked = replace(own.view(view, metric.table), span=span, compare="previous", period="")
        rows = read(own.snapshot, asked, [metric]).table([metric])
        if rows is not None:
            one = rows[rows["series"] == subject.series]
            found.append(one.assign(**{PERIOD: pd.Timestamp(start)}))
    whole = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
    if len(whole) < 2 or not whole["n"].any():
        return None
    return as_one_family(whole, np.ones(len(whole), dtype=bool))

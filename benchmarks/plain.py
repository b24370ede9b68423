"""The overview in plain pandas: the frame loaded once, each panel a groupby over its raw rows.

As a careful author writes it: categoricals, one mask for each period, no apply over groups. It
leaves out what the dashboard computes beside the values (intervals, tests, hidden cells), so that
the comparison errs in its favour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

DIMENSIONS = ("touchpoint", "channel", "survey", "region", "plan", "industry")
SEGMENTS = ("region", "plan", "industry")
_FREQUENCIES = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
_POSITIVE_FROM = {"nps": 9, "csat": 4, "ces": 5}


@dataclass(frozen=True)
class Question:
    """One view: two spans of days, the filters, the grain, and metrics that need a reason."""

    now: tuple[date, date]
    base: tuple[date, date]
    filters: dict[str, list[str]]
    grain: str
    explain: list[str]


@dataclass(frozen=True)
class Side:
    """The panels' numbers of one period, each with columns mean and answers."""

    cards: pd.DataFrame  # by metric; mean_score beside
    trend: pd.DataFrame  # by metric and period
    touchpoints: pd.DataFrame  # by metric and touchpoint
    scores: pd.Series  # NPS answers by score
    places: list[pd.DataFrame]  # by touchpoint and segment, where a change needs a reason


def load(folder: Path) -> pd.DataFrame:
    """The rows with what the overview needs: dimensions, submitted_at, metric, score."""
    columns = ["submitted_at", "customer_id", "metric", "score", *DIMENSIONS[:3]]
    frame = pd.read_parquet(folder / "feedback.parquet", columns=columns)
    customers = pd.read_parquet(folder / "customers.parquet")
    place = pd.Index(customers["customer_id"]).get_indexer(frame.pop("customer_id"))
    for name in SEGMENTS:
        frame[name] = customers[name].astype("category").array.take(place)
    for name in ("metric", *DIMENSIONS[:3]):
        frame[name] = frame[name].astype("category")
    return frame


def overview(frame: pd.DataFrame, question: Question) -> tuple[Side, Side]:
    """The numbers of both periods."""
    inside = np.ones(len(frame), dtype=bool)
    for name, levels in question.filters.items():
        inside &= frame[name].isin(levels).to_numpy()
    now, base = (
        _side(frame[inside & _within(frame["submitted_at"], span)], question)
        for span in (question.now, question.base)
    )
    return now, base


def _within(submitted: pd.Series, span: tuple[date, date]) -> pd.Series:
    start, end = (pd.Timestamp(day) for day in span)
    return (submitted >= start) & (submitted < end + pd.Timedelta(days=1))


def _side(rows: pd.DataFrame, question: Question) -> Side:
    positive = rows["score"] >= rows["metric"].map(_POSITIVE_FROM).astype(float)
    negative = (rows["metric"] == "nps") & (rows["score"] <= 6)
    # A metric is the mean of its points: +100, 0 or -100 for NPS, 100 or 0 for shares.
    rows = rows.assign(points=100.0 * positive - 100.0 * negative)
    freq = _FREQUENCIES[question.grain]
    period = pd.Grouper(key="submitted_at", freq=freq, label="left", closed="left")
    explained = rows[rows["metric"].isin(question.explain)]
    return Side(
        cards=rows.groupby("metric", observed=True).agg(
            mean=("points", "mean"), answers=("points", "size"), mean_score=("score", "mean")
        ),
        trend=_means(rows, ["metric", period]),
        touchpoints=_means(rows, ["metric", "touchpoint"]),
        scores=rows.loc[rows["metric"] == "nps", "score"].value_counts().sort_index(),
        places=[
            _means(explained, ["metric", "touchpoint", segment])
            for segment in (SEGMENTS if question.explain else ())
        ],
    )


def _means(rows: pd.DataFrame, keys: list[str | pd.Grouper]) -> pd.DataFrame:
    found: pd.DataFrame = rows.groupby(keys, observed=True)["points"].agg(["mean", "size"])
    return found.rename(columns={"size": "answers"})

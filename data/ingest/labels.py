"""Labels of answers: `series|score`, the same for all answers that count as one."""

from __future__ import annotations

from typing import NamedTuple

import ibis.expr.types as ir
import pandas as pd

from data.duckdb_tables import Ask
from data.errors import DataError
from data.ingest.staged import Staged, answered
from data.mapping.model import Mapping
from metrics.series import Answer, by_metric, parse_answer

PLACES = ("metric", "scale_min", "scale_max", "positive_from")  # what a series is made of
_MOST_ANSWERS = 1000  # different ones


class Given(NamedTuple):
    """One answer that was given: its series' place, its score, and the label of both."""

    metric: str
    scale_min: float
    scale_max: float
    positive_from: float | None
    score: float
    series: str
    label: str


class Answers(NamedTuple):
    """All different answers: series in the order of the metrics, most answered first."""

    series: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()


def label_answers(ask: Ask, mapping: Mapping, staged: dict[str, Staged]) -> Answers:
    """The answers of accepted feedback, if any is mapped.

    Raises DataError where too many are different.
    """
    if not mapping.feedback:
        return Answers()
    rows = answered(staged["feedback"].accepted)
    cases = ask(rows.group_by(*PLACES, "score").aggregate(n=rows.count()))
    if len(cases) > _MOST_ANSWERS:
        raise DataError(
            f"feedback: there are {len(cases):,} different scores. Scores are answers on a scale; "
            "round them with a query."
        )
    counts: dict[str, int] = {}
    given: list[Given] = []
    for metric, low, high, positive, score, n in cases.itertuples(index=False):
        stated = None if pd.isna(positive) else float(positive)
        key = mapping.series(metric, low, high, stated).key
        counts[key] = counts.get(key, 0) + int(n)
        given.append(Given(metric, low, high, stated, score, key, Answer(key, score).label))
    given.sort(key=lambda answer: (answer.series, answer.score))
    return Answers(
        by_metric(counts), tuple(dict.fromkeys(answer.label for answer in given)), tuple(given)
    )


def published_answers(ask: Ask, feedback: ir.Table, labels: tuple[str, ...]) -> Answers:
    """The answers among published rows, of all `labels`, in whose order they are."""
    own = feedback.group_by(given=feedback.answer.cast("string"))
    frame = ask(own.aggregate(n=feedback.count()))
    found = {str(label): int(n) for label, n in frame[["given", "n"]].itertuples(index=False)}
    counts: dict[str, int] = {}
    for label, n in found.items():
        series = parse_answer(label).series
        counts[series] = counts.get(series, 0) + n
    return Answers(by_metric(counts), tuple(label for label in labels if label in found))

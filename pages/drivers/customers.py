"""What is known of each customer: an outcome, and all figures that may go with it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY
from data.query import feedback
from data.query.each_customer.by_customer import (
    Whose,
    answers_by_customer,
    bounded,
    identity,
    leaving_by_customer,
)
from data.query.plan import answers
from data.scope import NOT_STATED, Scope, Span
from data.store.snapshots import Snapshot
from metrics.reasons.complete_cases import LEAST, MOST
from metrics.sums.grouping import Array
from pages.drivers.predictors import SENTIMENT, Predictor, means, of_answers, of_themes, of_tickets
from pages.figures.series import Subject
from view.state import View

LEAVING = "customer_churn"


class Known(NamedTuple):
    """A row a customer: `outcome` (rows), `values` (rows, predictors), NaN where not known.

    `many`: customers with an outcome, of whom these are all or every so many-th; `outcome_days`
    and `days`: those of the outcome and of the predictors.
    """

    outcome: Array
    values: Array
    predictors: list[Predictor]
    many: int
    outcome_days: Span
    days: Span


def has_outcome(catalog: Catalog, subject: Subject) -> bool:
    """True for answers, and for customers who leave where their answers or tickets are known."""
    if subject.metric.key == LEAVING:
        named = any(catalog.has(table, "customer_id") for table in ("feedback", "tickets"))
        return named and catalog.leaving_since is not None
    if subject.metric.key == SENTIMENT:  # what goes with it is of tickets alone
        return identity(catalog) == "customer_id" and catalog.has("tickets", "customer_id")
    return subject.metric.feedback_metric is not None


def known_of_customers(snapshot: Snapshot, view: View, subject: Subject) -> Known | None:
    """Outcome and predictors of the customers of a view; None without an outcome or a predictor.

    Of answers: the mean score of each customer in the days of the view, by answers without a
    touchpoint where most are so, else by all. Their predictors are of the same days. Of leaving:
    who was there as the second half of the days began, and whether they left in it; predictors are
    of the first half, so that nobody has less time to be known because they left. Raises
    UnavailableError.
    """
    catalog = snapshot.catalog
    leaving = subject.metric.key == LEAVING
    days = later = view.span
    if leaving:
        found = _halves(catalog, view.span)
        if found is None:
            return None
        days, later = found
    of_outcome = "customers" if leaving else "feedback"
    scope = Scope(days, view.filters)
    if not answers(snapshot, of_outcome, scope):
        return None
    series = "" if leaving else subject.series
    alone = bool(series) and _mostly_alone(snapshot, scope, series)
    whose, many = bounded(snapshot, Whose(replace(scope, span=later), series, alone))
    given = _answers(snapshot, whose, scope)
    if leaving:
        frame = leaving_by_customer(snapshot, whose)
        outcome = frame.set_index("customer")["left"].astype(float).sort_index()
    else:
        assert given is not None
        own = given["series"] == series
        own &= (given["touchpoint"] == NOT_STATED) if alone else True
        outcome = means(given[own], []).iloc[:, 0]
    columns: list[tuple[Predictor, pd.Series[float]]] = []
    # Scores and reasons come with the comments that a sentiment is read of.
    of_others = subject.metric.key != SENTIMENT
    if given is not None and of_others:
        columns += of_answers(given, catalog, "" if alone else series, alone=leaving)
    columns += [*of_tickets(snapshot, whose, scope, outcome.index)]
    columns += [*of_themes(snapshot, whose, scope)] if of_others else []
    columns = [(one, column.reindex(outcome.index)) for one, column in columns]
    columns = [(one, column) for one, column in columns if column.notna().sum() >= LEAST]
    columns.sort(key=lambda one: -one[1].notna().sum())
    if not columns:
        return None
    values: Array = np.column_stack([one.to_numpy(dtype=np.float64) for _, one in columns[:MOST]])
    predictors = [one for one, _ in columns[:MOST]]
    known = (_within(catalog, later), _within(catalog, days))
    return Known(np.asarray(outcome, dtype=np.float64), values, predictors, many, *known)


def _within(catalog: Catalog, span: Span) -> Span:
    """The days of a span that the data have."""
    return Span(max(span.start, catalog.first_day), min(span.end, catalog.last_day))


def _halves(catalog: Catalog, span: Span) -> tuple[Span, Span] | None:
    """The known days of a span in two; None where it is not known who left in the second half."""
    whole = _within(catalog, span)
    if whole.days < 2 or catalog.leaving_since is None:
        return None
    middle = whole.start + DAY * (whole.days // 2)
    known = middle >= catalog.leaving_since
    return (Span(whole.start, middle - DAY), Span(middle, whole.end)) if known else None


def _mostly_alone(snapshot: Snapshot, scope: Scope, series: str) -> bool:
    """True where most answers of a series are of no touchpoint."""
    if not snapshot.catalog.has("feedback", "touchpoint"):
        return False
    counts = feedback.counts(snapshot, scope, ("touchpoint",))
    own = counts[counts["series"] == series]
    alone = own.loc[own["touchpoint"] == NOT_STATED, "n"].sum()
    return bool(2 * alone > own["n"].sum())


def _answers(snapshot: Snapshot, whose: Whose, scope: Scope) -> pd.DataFrame | None:
    """Answers by touchpoint; None where feedback does not say whose they are."""
    catalog = snapshot.catalog
    same = whose.series or (catalog.has("feedback") and identity(catalog) == "customer_id")
    if not same or not answers(snapshot, "feedback", scope):
        return None
    touchpoint = "touchpoint" if catalog.has("feedback", "touchpoint") else ""
    found = answers_by_customer(snapshot, whose, scope, touchpoint)
    return found if touchpoint else found.assign(touchpoint=NOT_STATED)

"""The newest comments behind a score."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.query import feedback
from data.query.compile import CountQuery
from data.query.whose_rows.persons import Counted, persons
from data.scope import NOT_STATED, Scope
from data.store.snapshots import Snapshot
from metrics.series import parse_answer, parse_series
from metrics.sums.cells import Cells
from pages.figures.comparison import Comparison
from pages.figures.series import definition_of
from pages.panel import Kind, Panel
from view.pages import available_pages
from view.state import View


def comments_page(catalog: Catalog, series: str, answers: Comparison[Cells] | None) -> str:
    """The page that lists the comments of a series; "" where only Overview can.

    `answers` are by touchpoint, where there are several.
    """
    pages = available_pages(catalog)
    if definition_of(series).key in ("nps", "sentiment") and "loyalty" in pages:
        return "loyalty"
    if answers is None or "touchpoint" not in answers.now.labels:
        return ""
    place, own = (pd.Series(answers.now.labels[name]) for name in ("touchpoint", "series"))
    return "touchpoints" if (own.eq(series) & place.ne(NOT_STATED)).any() else ""


def comments_panel(
    snapshot: Snapshot, view: View, series: str, counts: pd.DataFrame
) -> Panel | None:
    """Comments on one series within the view, newest first; none of fewer than the minimum n.

    A few people's words would tell who they are, as a figure of them would. `counts`: the view's
    answers by series and score.
    """
    if not snapshot.catalog.has("feedback", "comment"):
        return None
    metric, scale = definition_of(series), parse_series(series).scale
    about = f", scores {', '.join(f'{score:g}' for score in view.scores)}" if view.scores else ""
    scope = _scope(snapshot, view, series)
    frame = feedback.newest_comments(snapshot, scope)
    own = counts[counts["series"] == series]
    own = own[own["score"].isin(view.scores)] if view.scores else own
    few = len(frame) and _few(snapshot, scope, series, int(own["n"].sum()))
    return Panel(
        key="comments",
        kind=Kind.COMMENTS,
        title="Newest comments",
        subtitle=f"with their {metric.short} score on {scale}{about}",
        frame=frame.iloc[:0] if few else frame,
        metric=metric.key,
        note="Too few people to show what each wrote." if few else "",
    )


def _few(snapshot: Snapshot, scope: Scope, series: str, n: int) -> bool:
    """True where the n answers of a scope are of fewer persons than a figure may be of."""
    catalog = snapshot.catalog
    if n < catalog.minimum_n or n > catalog.rows_of_few.get(series, 0):
        return n < catalog.minimum_n
    found = persons(snapshot, Counted("feedback"), CountQuery(scope))
    return int(found["persons"].sum()) < catalog.minimum_n


def _scope(snapshot: Snapshot, view: View, series: str) -> Scope:
    labels = tuple(
        one.label
        for one in map(parse_answer, snapshot.catalog.answers)
        if one.series == series and (not view.scores or one.score in view.scores)
    )
    scope = view.scope()
    # No answer has these scores: a filter that nothing passes.
    return replace(scope, filters=(*scope.filters, ("answer", labels or ("",))))

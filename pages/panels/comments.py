"""The newest comments behind a score."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.query import feedback
from data.query.comments import Sought, count_comments
from data.query.whose_rows.persons import are_few
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


def comments_panel(snapshot: Snapshot, view: View, series: str) -> Panel | None:
    """Comments on one series within the view, newest first; none of fewer than the minimum n."""
    if not snapshot.catalog.has("feedback", "comment"):
        return None
    metric, scale = definition_of(series), parse_series(series).scale
    about = f", scores {', '.join(f'{score:g}' for score in view.scores)}" if view.scores else ""
    sought = Sought(view.scope(), answers=_answers(snapshot, view, series))
    frame = feedback.newest_comments(snapshot, scope_of(sought))
    few = len(frame) > 0 and not _of_enough(frame, snapshot.catalog)
    few = few and few_wrote(snapshot, sought, count_comments(snapshot, sought))
    return Panel(
        key="comments",
        kind=Kind.COMMENTS,
        title="Newest comments",
        subtitle=f"with their {metric.short} score on {scale}{about}",
        frame=frame.iloc[:0] if few else frame,
        metric=metric.key,
        note="Too few people to show what each wrote." if few else "",
    )


def _of_enough(newest: pd.DataFrame, catalog: Catalog) -> bool:
    """Whether the newest comments are of enough people by themselves, so that all need no count."""
    if not catalog.has("feedback", "customer_id"):
        return len(newest) >= catalog.minimum_n
    if "customer_id" not in newest:  # hidden
        return False
    return newest["customer_id"].nunique() >= catalog.minimum_n


def few_wrote(snapshot: Snapshot, sought: Sought, n: int) -> bool:
    """True where the n comments of a scope and its answers are of fewer people than a figure may
    be of: their words would tell who they are. Words that are sought leave single ones: each could
    be read in the whole list as well.
    """
    needed = "comment" if sought.answers else "voice"
    return are_few(snapshot, scope_of(sought), n, (needed,))


def scope_of(sought: Sought) -> Scope:
    """Its scope, of its answers alone."""
    scope = sought.scope
    answers = (("answer", sought.answers),) if sought.answers else ()
    return replace(scope, filters=(*scope.filters, *answers))


def _answers(snapshot: Snapshot, view: View, series: str) -> tuple[str, ...]:
    """The labels of a series with the scores that are listed; never none, which would be all."""
    labels = tuple(
        one.label
        for one in map(parse_answer, snapshot.catalog.answers)
        if one.series == series and (not view.scores or one.score in view.scores)
    )
    return labels or ("",)

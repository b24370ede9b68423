"""What an open page is told when newer data are in use: it keeps its figures until asked."""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog
from data.query.feedback import counts
from data.query.whose_rows.persons import are_few
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.series import metric_of, parse_answer
from pages.figures.series import definition_of
from pages.ways.nearest import all_days
from view.pages import PAGES
from view.state import View


def answers_in(snapshot: Snapshot, view: View) -> int | None:
    """The answers that the page has figures of, within the view's filters: of its dates where a
    link gives them, else of all days.

    None where they are not to be told, or can't be: to agents, whose answers are others' as well,
    to anonymous readers and where small groups are shielded, of fewer people than the minimum n,
    and where a filter or the page is not of answers.
    """
    catalog, series = snapshot.catalog, _series_of(view.page, snapshot.catalog)
    filtered = {key for key, _ in view.filters}
    of_answers = {one.key for one in catalog.dimensions if "feedback" in one.tables}
    hidden = catalog.anonymous or catalog.shielded or catalog.own_agent
    if hidden or not series or not filtered <= of_answers:
        return None
    held = catalog.days_held or not view.period
    scope = Scope(view.span if held else all_days(catalog), view.filters)
    found = counts(snapshot, scope)
    n = int(found.loc[found["series"].isin(series), "n"].sum())
    labels = tuple(one for one in catalog.answers if parse_answer(one).series in series)
    own = replace(scope, filters=(*scope.filters, ("answer", labels)))
    return None if are_few(snapshot, own, n) else n


def _series_of(page: str, catalog: Catalog) -> frozenset[str]:
    """The series of answers that a page has figures of.

    The sentiment of comments that were read is none: nobody gave it as an answer.
    """
    shows = PAGES[page].shows
    if shows is None or not catalog.has("feedback"):
        return frozenset()
    read = catalog.comments_read is not None and bool(catalog.comments_read.method)
    given = (one for one in catalog.series if not (read and metric_of(one) == "sentiment"))
    return frozenset(one for one in given if shows(definition_of(one)))


def told(before: int | None, now: int | None, minimum_n: int) -> str:
    """`12 new answers`; fewer than the minimum n are not counted for anybody.

    `before` and `now` as `answers_in` has them, of the data that are shown and of those in use.
    """
    if before is None or now is None:
        return "New data"
    more = now - before
    if more <= 0:
        return "The data have changed"
    return f"{more:,} new answers" if more >= minimum_n else "New data"

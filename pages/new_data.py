"""What an open page is told when newer data are in use: it keeps its figures until asked."""

from __future__ import annotations

from data.query.feedback import counts
from data.query.whose_rows.persons import are_few
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.series import metric_of
from pages.ways.nearest import all_days
from view.state import View


def answers_in(snapshot: Snapshot, view: View) -> int | None:
    """The answers within a view's filters: of its dates where a link gives them, else of all days.

    None where they are not to be told, or can't be: to agents, whose answers are others' as well,
    to anonymous readers and where small groups are shielded, of fewer people than the minimum n,
    and where a filter is not of answers.
    """
    catalog = snapshot.catalog
    filtered = {key for key, _ in view.filters}
    of_answers = {one.key for one in catalog.dimensions if "feedback" in one.tables}
    hidden = catalog.anonymous or catalog.shielded or catalog.own_agent
    if hidden or not catalog.has("feedback") or not filtered <= of_answers:
        return None
    held = catalog.days_held or not view.period
    scope = Scope(view.span if held else all_days(catalog), view.filters)
    found = counts(snapshot, scope)
    if catalog.comments_read and catalog.comments_read.method:
        # The sentiment of a comment was read out of it: nobody gave it as an answer.
        found = found[found["series"].astype("str").map(metric_of) != "sentiment"]
    n = int(found["n"].sum())
    return None if are_few(snapshot, scope, n) else n


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

"""The rows that a view shows, and those it is compared with."""

from __future__ import annotations

from datetime import date

from data.scope import Scope, Span
from tests.view.catalogs import catalog
from view.url import parse

SEGMENTS = frozenset({"region", "plan"})
QUERY = "from=2026-01-01&to=2026-03-31&touchpoint=Website&region=EMEA&plan=Team"
NOW = Span(date(2026, 1, 1), date(2026, 3, 31))
FILTERS = (("touchpoint", ("Website",)), ("region", ("EMEA",)), ("plan", ("Team",)))


def base(compare: str, query: str = QUERY) -> Scope | None:
    return parse("overview", f"{query}&compare={compare}", catalog()).view.base_scope(SEGMENTS)


def test_other_periods_keep_all_filters() -> None:
    before = Span(date(2025, 10, 1), date(2025, 12, 31))
    assert base("previous") == Scope(before, FILTERS)
    year_ago = Span(date(2025, 1, 1), date(2025, 3, 31))
    assert base("year-ago") == Scope(year_ago, FILTERS)
    assert base("none") is None


def test_the_rest_is_the_same_period_without_the_segment() -> None:
    # A touchpoint is not a segment of customers: both sides are about it.
    assert base("rest") == Scope(NOW, FILTERS[:1], without=FILTERS[1:])
    assert base("rest", "touchpoint=Website") is None


def test_the_rows_of_a_view() -> None:
    view = parse("overview", QUERY, catalog()).view
    assert view.scope() == Scope(NOW, FILTERS)
    assert view.levels("region") == ("EMEA",)
    assert view.levels("channel") == ()

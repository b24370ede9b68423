"""Links that were given out once, and what they must go on showing.

Only ever add to this list: that a line must be changed means that people's links have broken.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.scope import NOT_STATED, Span
from tests.view.catalogs import catalog
from view.url import parse


def span(start: str, end: str) -> Span:
    return Span(date.fromisoformat(start), date.fromisoformat(end))


YEAR = span("2025-11-01", "2026-10-31")

# Data of tests/view/catalogs.py: 2023-11-01 to 2026-10-31.
LINKS: list[tuple[str, dict[str, Any]]] = [
    ("/", {"page": "overview", "period": "last-12-months", "span": YEAR, "grain": "month"}),
    ("/overview", {"page": "overview", "compare": "previous", "by": "region", "metric": ""}),
    ("/loyalty", {"page": "loyalty"}),
    ("/touchpoints/", {"page": "touchpoints"}),
    ("/service?metric=first_response_time", {"page": "service"}),
    ("/journey?by=plan", {"page": "journey", "by": "plan"}),
    ("/dictionary?plan=Team", {"page": "dictionary", "filters": (("plan", ("Team",)),)}),
    ("/data", {"page": "data"}),
    ("/overview?period=last-7-days", {"span": span("2026-10-25", "2026-10-31"), "grain": "day"}),
    ("/overview?period=last-30-days", {"span": span("2026-10-02", "2026-10-31")}),
    ("/overview?period=last-90-days", {"span": span("2026-08-03", "2026-10-31"), "grain": "week"}),
    ("/overview?period=last-12-months", {"span": YEAR}),
    ("/overview?period=this-month", {"span": span("2026-10-01", "2026-10-31")}),
    ("/overview?period=last-month", {"span": span("2026-10-01", "2026-10-31")}),
    ("/overview?period=this-quarter", {"span": span("2026-10-01", "2026-10-31")}),
    ("/overview?period=last-quarter", {"span": span("2026-07-01", "2026-09-30")}),
    ("/overview?period=this-year", {"span": span("2026-01-01", "2026-10-31")}),
    ("/overview?period=last-year", {"span": span("2025-01-01", "2025-12-31")}),
    ("/overview?period=all", {"span": span("2023-11-01", "2026-10-31")}),
    (
        "/loyalty?from=2026-01-01&to=2026-03-31",
        {"period": "", "span": span("2026-01-01", "2026-03-31"), "grain": "week"},
    ),
    (  # days that the data do not have: the page says so
        "/overview?from=2019-01-01&to=2019-12-31",
        {"period": "", "span": span("2019-01-01", "2019-12-31")},
    ),
    ("/overview?from=2031-02-03&to=2031-02-04", {"span": span("2031-02-03", "2031-02-04")}),
    ("/overview?grain=day", {"grain": "day", "grain_given": True}),
    ("/overview?grain=week", {"grain": "week", "grain_given": True}),
    ("/overview?grain=month", {"grain": "month", "grain_given": True}),
    ("/overview?grain=quarter", {"grain": "quarter", "grain_given": True}),
    ("/overview?grain=year", {"grain": "year", "grain_given": True}),
    ("/overview?compare=previous", {"compare": "previous"}),
    ("/overview?compare=year-ago", {"compare": "year-ago"}),
    ("/overview?compare=rest&region=EMEA", {"compare": "rest"}),
    ("/overview?compare=none", {"compare": "none"}),
    ("/overview?region=EMEA", {"filters": (("region", ("EMEA",)),)}),
    (
        "/overview?region=North+America&region=EMEA&plan=Team",
        {"filters": (("region", ("EMEA", "North America")), ("plan", ("Team",)))},
    ),
    ("/overview?region=North%20America", {"filters": (("region", ("North America",)),)}),
    ("/overview?region=(not+stated)", {"filters": (("region", (NOT_STATED,)),)}),
    ("/overview?region=%28not%20stated%29", {"filters": (("region", (NOT_STATED,)),)}),
    ("/loyalty?touchpoint=Support+chat", {"filters": (("touchpoint", ("Support chat",)),)}),
    ("/loyalty?channel=Email", {"filters": (("channel", ("Email",)),)}),
    ("/overview?region=", {"filters": ()}),
    ("/loyalty?by=plan", {"by": "plan"}),
    ("/loyalty?by=channel", {"by": "channel"}),
    ("/overview?metric=ces", {"metric": "ces"}),
    ("/touchpoints?metric=csat:1-7", {"metric": "csat:1-7"}),
    ("/touchpoints?metric=csat%3A1-7", {"metric": "csat:1-7"}),
    ("/touchpoints?metric=rating:1-10%3E%3D8", {"metric": "rating:1-10>=8"}),
    ("/overview?metric=first_response_time", {"metric": "first_response_time"}),
    ("/overview?weighted=yes", {"weighted": True}),
    ("/overview?weighted=no", {"weighted": False}),
    ("/loyalty?score=9&score=10", {"scores": (9.0, 10.0)}),
    ("/loyalty?score=4.5", {"scores": (4.5,)}),
    ("/customer?customer_id=C00042", {"page": "customer", "customer_id": "C00042"}),
    ("/customer?customer_id=it%27s+%22me%22", {"customer_id": 'it\'s "me"'}),
    (
        "/customer?customer_id=7&page=loyalty&region=EMEA",
        {"customer_id": "7", "reached_from": "loyalty", "filters": (("region", ("EMEA",)),)},
    ),
    (
        "/overview?table=trend&table=csat:1-5_by_touchpoint",
        {"tables": ("csat:1-5_by_touchpoint", "trend")},
    ),
]


@pytest.mark.parametrize(("link", "expected"), LINKS, ids=[link for link, _ in LINKS])
def test_an_old_link_shows_the_same(link: str, expected: dict[str, Any]) -> None:
    path, _, query = link.partition("?")
    view, notices = parse(path, f"?{query}", catalog())
    assert notices == ()
    assert {name: getattr(view, name) for name in expected} == expected

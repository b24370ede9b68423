"""Links that somebody else saved: what an opener of other data may read of one."""

from __future__ import annotations

import pytest

from tests.view.catalogs import USUAL, catalog, dimension
from view.stored import readable
from view.url import parse, query_string

WHOLE = catalog()
# Whoever is limited to one region: it has one level, and other segments stay.
NARROW = catalog(
    dimensions=tuple(
        dimension("region", "North America") if one.key == "region" else one for one in USUAL
    )
)
LINKS = [
    "",
    "period=last-quarter",
    "from=2026-01-01&to=2026-03-31&grain=week&compare=year-ago",
    "compare=rest&region=EMEA&region=North+America&plan=Team",
    "region=EMEA",
    "touchpoint=Support+chat&by=plan&weighted=yes&score=9&score=10&table=trend",
    "metric=csat:1-7&plan=Starter",
]


@pytest.mark.parametrize("link", LINKS)
def test_who_sees_all_gets_the_link_as_it_was_saved(link: str) -> None:
    view, notices = parse("loyalty", link, WHOLE)
    saved = query_string(view, WHOLE)
    assert readable(saved, WHOLE) == saved
    assert parse("loyalty", readable(saved, WHOLE), WHOLE).view == view
    assert ("csat" in str(notices)) == ("metric" in link)  # no other was left out


@pytest.mark.parametrize("link", LINKS)
def test_no_level_that_the_opener_does_not_have_is_told(link: str) -> None:
    saved = query_string(parse("overview", link, WHOLE).view, WHOLE)
    view, notices = parse("overview", readable(saved, NARROW), NARROW)
    assert "EMEA" not in readable(saved, NARROW) + str(notices)
    assert view.levels("plan") == parse("overview", saved, WHOLE).view.levels("plan")
    assert view.levels("region") == (("North America",) if "America" in link else ())
    told = ["“(a saved one)” is not a region in these data; left out."]
    assert list(notices) == (told if "EMEA" in link else [])


def test_a_filter_that_the_data_no_longer_have_tells_no_levels() -> None:
    without = catalog(dimensions=USUAL[:3])
    query = readable("plan=Team&plan=Starter&region=EMEA", without)
    assert "Team" not in query
    assert "Starter" not in query
    view, notices = parse("overview", query, without)
    assert view.levels("region") == ("EMEA",)
    assert notices == ("“plan” is not a filter here.",)


@pytest.mark.parametrize("query", ["region=&region=%00&=x&x", "region", "&&==", "%ff=%ff&region=é"])
def test_whatever_is_kept_there_is_a_link(query: str) -> None:
    parse("overview", readable(query, NARROW), NARROW)
    assert "é" not in readable(query, NARROW)

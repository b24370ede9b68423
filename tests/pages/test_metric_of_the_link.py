"""The metric of a link is what the page shows, or the page says why not: never another one."""

from __future__ import annotations

import pytest

from components.page import page_content
from components.theme import LIGHT
from data.store.snapshots import Snapshot, open_snapshot
from tests.data.company import HEAD, Company
from tests.pages.reading import frame, read
from view.pages import PAGES, available_metrics, available_pages, metrics_of
from view.url import parse

PAGES_WITH_METRIC = [page for page, spec in PAGES.items() if spec.shows and not spec.of_agents]

_CLOSER = {
    "why": "figure",
    "voice": "costs",
    "touchpoints": "by_month",
    "journey": "journey",
}  # elsewhere it is the trend
TWO_QUESTIONS = (
    HEAD
    + """
[sources.s]
file = "s.csv"

[feedback]
source = "s"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = "asked"
score = "score"
touchpoint = "place"

[[segments]]
key = "shop"
column = "shop"
"""
)


def test_each_page_shows_what_is_asked_for(snapshot: Snapshot) -> None:
    """Of the metrics of a page one in three, others on each page: pages have most in common."""
    catalog = snapshot.catalog
    for place, page in enumerate(PAGES_WITH_METRIC):
        shown = metrics_of(page, catalog)
        assert shown and set(shown) <= set(available_metrics(catalog))
        for metric in shown[place % 3 :: 3]:
            panel = read(snapshot, f"{page}?metric={metric}&compare=none").panel(
                _CLOSER.get(page, "trend")
            )
            assert panel is not None
            assert panel.metric == metric.partition(":")[0]
            if panel.frame.empty:
                assert panel.note, (page, metric)
                continue
            assert panel.metric in set(panel.frame["metric"])
            if ":" in metric:
                assert metric in set(panel.frame["series"])


def test_one_of_another_page_is_left_out_and_named(snapshot: Snapshot) -> None:
    view, notices = parse("loyalty", "metric=ces", snapshot.catalog)
    assert view.metric == ""
    told = "Loyalty does not show “metric=ces”, it is on Overview, Why, Voice, Touchpoints and "
    assert notices == (f"{told}Journey; left out.",)
    for page in available_pages(snapshot.catalog):
        for metric in available_metrics(snapshot.catalog):
            view, notices = parse(page, f"metric={metric}", snapshot.catalog)
            if page in PAGES_WITH_METRIC and metric not in metrics_of(page, snapshot.catalog):
                assert (view.metric, len(notices)) == ("", 1)
                assert f"{PAGES[page].title} does not show “metric={metric}”" in notices[0]
            else:
                assert (view.metric, notices) == (metric, ())


@pytest.mark.parametrize(
    ("link", "panel"),
    [
        ("overview?metric=csat", "trend"),
        ("loyalty?metric=sentiment", "trend"),
        ("touchpoints?metric=csat", "by_month"),
        ("journey?metric=csat", "journey"),
    ],
)
def test_without_answers_in_the_view_it_says_so(link: str, panel: str, company: Company) -> None:
    # CSAT and sentiment are asked in the north alone, and the view is of the south.
    rows = [
        f"{asked}{i},2026-0{1 + i % 6}-11,{asked},{score},{place},{shop}"
        for asked, score, shops in (("nps", 9, "NS"), ("csat", 4, "N"), ("sentiment", 1, "N"))
        for shop in shops
        for place in ("Till", "Web")
        for i in range(12)
    ]
    rows = [f"{number}{row}" for number, row in enumerate(rows)]
    company.write(TWO_QUESTIONS, s_csv="id,date,asked,score,place,shop\n" + "\n".join(rows))
    snapshot = open_snapshot(company.build())
    page = read(snapshot, f"{link}&shop=S&period=all")
    shown = page.panel(panel)
    assert shown is not None
    assert shown.frame.empty
    assert "in this view." in shown.note
    assert shown.note in str(page_content(page, snapshot.catalog, LIGHT))
    assert len(frame(read(snapshot, f"{link}&shop=N&period=all"), panel))


def test_ratings_of_different_things_have_no_common_trend(company: Company) -> None:
    rows = [
        f"{metric}{i},2026-0{1 + i % 3}-11,{metric},{1 + i % 5},{place},N"
        for metric in ("nps", "rating")
        for place in ("Till", "Web")
        for i in range(40)
    ]
    rows = [f"{number}{row}" for number, row in enumerate(rows)]
    company.write(TWO_QUESTIONS, s_csv="id,date,asked,score,place,shop\n" + "\n".join(rows))
    snapshot = open_snapshot(company.build())
    trend = read(snapshot, "overview?metric=rating&period=all").panel("trend")
    assert trend is not None
    assert trend.note.endswith("which have no common figure. Choose one touchpoint.")
    for compare in ("previous", "rest"):
        assert (
            read(snapshot, f"overview?metric=rating&period=all&compare={compare}&by=shop").panel(
                "by_segment"
            )
            is None
        )
    both = read(snapshot, "overview?metric=rating&period=all&touchpoint=Till&touchpoint=Web")
    trend = both.panel("trend")
    assert trend is not None and trend.note.endswith("Choose one touchpoint.")
    one = read(snapshot, "overview?metric=rating&period=all&touchpoint=Till")
    assert frame(one, "trend")["value"].notna().any()

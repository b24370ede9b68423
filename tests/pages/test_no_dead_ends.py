"""Every page has something to show, or says why not and leads to one that has."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Page, Way
from tests.pages.reading import frame, read
from view.pages import metrics_of
from view.url import link, parse


def follow(snapshot: Snapshot, way: Way) -> Page:
    """The page behind a way, by its link: nothing of that may be left out."""
    path, _, query = link(way.view, snapshot.catalog).partition("?")
    view, notices = parse(path, query, snapshot.catalog)
    assert notices == ()
    return read_page(snapshot, view)


@pytest.mark.parametrize("page", ["customers", "service", "loyalty", "touchpoints", "journey"])
def test_a_filter_that_a_page_cannot_use_changes_no_figure_there(
    page: str, snapshot: Snapshot
) -> None:
    lacking = "team=Billing" if page in ("loyalty", "touchpoints", "journey") else "language=en"
    with_it, without = read(snapshot, f"{page}?{lacking}"), read(snapshot, page)
    label, title = ("Team", "Language")["language" in lacking], page.capitalize()
    assert with_it.note.startswith(f"{label} does not apply to {title}; it is left out here.")
    assert with_it.headline == without.headline
    for one, other in zip(with_it.panels, without.panels, strict=True):
        assert one.key == other.key
        pd.testing.assert_frame_equal(one.frame, other.frame)
    # Its links lead on with it.
    assert with_it.view.levels(lacking.partition("=")[0])


def test_several_filters_that_do_not_apply(snapshot: Snapshot) -> None:
    page = read(snapshot, "customers?channel=email&language=en&region=EMEA")
    assert page.note.startswith(
        "Channel and Language do not apply to Customers; they are left out here."
    )
    pd.testing.assert_frame_equal(
        frame(page, "cards"), frame(read(snapshot, "customers?region=EMEA"), "cards")
    )


def test_tables_of_overview_that_lack_a_filter_are_left_out_as_one(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?touchpoint=Website")
    told = "Orders, customers and tickets can't be filtered by touchpoint and are left out."
    assert told in page.note
    assert "does not apply" not in page.note


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ("loyalty?compare=rest&by=plan", "; by plan each level stands against all others."),
        ("overview?compare=rest", "Choose a segment to compare it with the rest."),
        ("customers?compare=rest&channel=email", "Choose a segment to compare it with the rest"),
    ],
)
def test_where_there_is_no_rest_the_page_says_what_to_do(
    link: str, note: str, snapshot: Snapshot
) -> None:
    assert note in read(snapshot, link).note
    assert "Choose a segment" not in read(snapshot, f"{link}&region=EMEA").note


def test_levels_stand_against_all_others_where_no_segment_is_chosen(snapshot: Snapshot) -> None:
    panel = read(snapshot, "loyalty?compare=rest&by=plan").panel("by_segment")
    assert panel is not None
    assert set(panel.frame["verdict"]) <= {"real", "noise"}


@pytest.mark.parametrize("page", ["loyalty", "overview", "touchpoints", "journey"])
def test_what_is_not_asked_somewhere_leads_to_what_is(page: str, snapshot: Snapshot) -> None:
    metric = "" if page == "loyalty" else "metric=nps&"
    shown = read(snapshot, f"{page}?{metric}touchpoint=Billing")
    words = "NPS is not asked at Billing; CES and CSAT are."
    assert words in (shown.headline, shown.note[: len(words)])
    for way, name in zip(shown.instead, ("ces", "csat"), strict=False):
        there = follow(snapshot, way)
        assert (there.view.metric, there.view.levels("touchpoint")) == (name, ("Billing",))
        rows = pd.concat([one.frame for one in there.panels if one.metric == name])
        n = int(rows.loc[rows.get("touchpoint", rows["metric"]).eq("Billing"), "n"].iloc[0])
        assert way.label == f"{name.upper()} at Billing: {n:,} answers"


def test_what_a_metric_cannot_be_filtered_by_is_said(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?metric=revenue&channel=email")
    trend = page.panel("trend")
    assert trend is not None
    assert trend.note == "Order revenue can't be filtered by channel."
    (way,) = page.instead
    assert way.label == "Order revenue without Channel"
    assert len(frame(follow(snapshot, way), "trend"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("from=2019-01-01&to=2019-12-31", "The data begin 1 Nov 2023; nothing is known of 2019."),
        (
            "from=2019-03-01&to=2019-03-31",
            "The data begin 1 Nov 2023; nothing is known of March 2019.",
        ),
        (
            "from=2031-02-03&to=2031-04-05",
            "The data end 31 Oct 2026; nothing is known yet of 3 Feb to 5 Apr 2031.",
        ),
        ("from=2031-02-03", "The data end 31 Oct 2026; nothing is known yet of 3 Feb 2031."),
    ],
)
@pytest.mark.parametrize("page", ["overview", "loyalty", "customers", "service", "dictionary"])
def test_days_that_the_data_do_not_have(
    page: str, days: str, said: str, snapshot: Snapshot
) -> None:
    shown = read(snapshot, f"{page}?{days}")
    assert shown.view.span.start.isoformat() in days
    if page == "dictionary":  # its words stand, without figures
        assert shown.note.startswith(said)
        assert frame(shown, "metrics")["value"].isna().all()
        return
    assert (shown.headline, shown.panels) == (said, ())
    near, whole = shown.instead
    assert whole.label.startswith("All data, 1 Nov 2023 to 31 Oct 2026: ")
    assert near.view.span.days <= 366
    assert follow(snapshot, near).panels
    assert follow(snapshot, whole).panels


def test_what_would_be_there_without_a_filter_is_counted(snapshot: Snapshot) -> None:
    link = "loyalty?period=last-7-days&region=EMEA&plan=Enterprise&industry=Fishing"
    page = read(snapshot, link)
    assert (page.headline, page.panels) == ("No NPS answers in this view.", ())
    for way in page.instead:
        if way.label.startswith("Without"):
            n = int(frame(follow(snapshot, way), "cards")["n"].iloc[0])
            assert way.label.endswith(f": {n:,} answers")
    assert any(way.label.startswith("Without Industry: ") for way in page.instead)


def test_filters_that_no_table_has_together_lead_to_each(snapshot: Snapshot) -> None:
    page = read(snapshot, "overview?language=en&team=Billing")
    assert page.panels == ()
    assert [way.label.partition(":")[0] for way in page.instead] == [
        "Without Team",
        "Without Language",
    ]
    for way in page.instead:
        assert follow(snapshot, way).panels


@st.composite
def links(draw: st.DrawFn, known: Catalog) -> str:
    """Any link of a page with figures: its days, filters, metric and comparison."""
    page = draw(
        st.sampled_from(["overview", "loyalty", "touchpoints", "journey", "customers", "service"])
    )
    pairs = [("compare", draw(st.sampled_from(["previous", "year-ago", "rest", "none"])))]
    pairs += [
        ("metric", one)
        for one in draw(st.sets(st.sampled_from(metrics_of(page, known)), max_size=1))
    ]
    if draw(st.booleans()):
        days = st.dates(date(2022, 6, 1), date(2027, 12, 31))
        start = draw(days)
        end = start + timedelta(days=draw(st.sampled_from([0, 6, 30, 364])))
        pairs += [("from", start.isoformat()), ("to", end.isoformat())]
    chosen = draw(
        st.lists(st.sampled_from(known.dimensions), unique_by=lambda d: d.key, max_size=4)
    )
    pairs += [(d.key, draw(st.sampled_from([*d.places]))) for d in chosen]
    return f"{page}?" + "&".join(f"{name}={value.replace('&', '%26')}" for name, value in pairs)


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=40)
def test_every_page_shows_something_or_leads_to_one_that_does(
    data: st.DataObject, snapshot: Snapshot
) -> None:
    asked = data.draw(links(snapshot.catalog))
    path, _, query = asked.partition("?")
    page = read_page(snapshot, parse(path, query, snapshot.catalog).view)
    assert page.headline
    assert page.whole
    if not page.panels:
        assert page.instead, asked
        assert any(follow(snapshot, way).panels for way in page.instead), asked
